import { Module } from '@nestjs/common';
import { RoutingController } from './routing.controller.js';
import { Routes } from './routes.js';

@Module({ controllers: [RoutingController], providers: [Routes], exports: [Routes] })
export class RoutingModule {}
