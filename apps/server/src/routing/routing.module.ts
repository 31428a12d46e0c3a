import { Module } from '@nestjs/common';
import { Routes } from './routes.js';

@Module({ providers: [Routes], exports: [Routes] })
export class RoutingModule {}
