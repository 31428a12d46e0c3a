import { Module } from '@nestjs/common';
import { ReaderScope } from './reader-scope.js';
import { StreamController } from './stream.controller.js';

@Module({ controllers: [StreamController], providers: [ReaderScope] })
export class StreamModule {}
