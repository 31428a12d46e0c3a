import { Module } from '@nestjs/common';
import { ApiController } from './api.controller.js';
import { HomeController } from './home.controller.js';

@Module({ controllers: [ApiController, HomeController] })
export class HomeModule {}
