import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller.js';
import { OrderHandler } from './orders.handler.js';
import { OrdersHandler } from './orders.queries.js';

@Module({ controllers: [OrdersController], providers: [OrderHandler, OrdersHandler] })
export class OrdersModule {}
