import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { Engine } from '#application';
import type { Node } from './adapters.js';
import { AuditModule } from './audit/audit.module.js';
import { BulkModule } from './bulk/bulk.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { DemoModule } from './demo/demo.module.js';
import { EscalationsModule } from './escalations/escalations.module.js';
import { HealthModule } from './health/health.module.js';
import { HomeModule } from './home/home.module.js';
import { AccessGuard, Doorkeeper } from './http/access.js';
import { ApiDocument } from './http/api-document.js';
import { IndexHeader } from './http/index-header.js';
import { LogMoments } from './http/log-moments.js';
import { Moments } from './http/moments.js';
import { ProblemFilter } from './http/problem.filter.js';
import { CLOCK, DEMO, EVENT_STORE, LOGGER, READ_MODELS, SECRET, UNSEAL } from './http/tokens.js';
import { StrayQueryGuard } from './http/stray-query.js';
import { parameterPipe } from './http/valid-body.js';
import { IntakeModule } from './intake/intake.module.js';
import { IssuesModule } from './issues/issues.module.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PartnersModule } from './partners/partners.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlaybooksModule } from './playbooks/playbooks.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { ProgrammesModule } from './programmes/programmes.module.js';
import { RoutingModule } from './routing/routing.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SitesModule } from './sites/sites.module.js';
import { Live } from './stream/live.js';
import { StreamModule } from './stream/stream.module.js';

/** One module for each noun. */
const NOUNS = [
  AuditModule,
  BulkModule,
  CalendarsModule,
  DecisionsModule,
  DemoModule,
  EscalationsModule,
  HealthModule,
  HomeModule,
  IntakeModule,
  IssuesModule,
  MetricsModule,
  OrdersModule,
  PartnersModule,
  PeopleModule,
  PlaybooksModule,
  PoliciesModule,
  ProgrammesModule,
  RoutingModule,
  SessionsModule,
  SitesModule,
  StreamModule,
];

/** What somebody asks a process that serves nobody. */
const OF_A_WORKER = [HealthModule, MetricsModule];

const EVERYWHERE = [
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: StrayQueryGuard },
  { provide: APP_PIPE, useValue: parameterPipe },
  { provide: APP_INTERCEPTOR, useClass: IndexHeader },
];

/** The application over a node: its parts are what every noun may ask for. */
@Module({})
export class AppModule {
  static over({ engine, store, views, unseal, clock, live, metrics, secret, demo, role }: Node, logger: Logger): DynamicModule {
    const node = [
      { provide: Engine, useValue: engine },
      { provide: Doorkeeper, useValue: engine },
      { provide: READ_MODELS, useValue: views },
      { provide: EVENT_STORE, useValue: store },
      { provide: UNSEAL, useValue: unseal },
      { provide: CLOCK, useValue: clock },
      { provide: Live, useValue: live },
      { provide: Metrics, useValue: metrics },
      { provide: SECRET, useValue: secret },
      { provide: LOGGER, useValue: logger },
      { provide: DEMO, useValue: demo },
      ApiDocument,
      { provide: Moments, useValue: new LogMoments(store, engine, views, clock) },
    ];
    return {
      module: AppModule,
      global: true,
      imports: [CqrsModule.forRoot(), ...(role === 'worker' ? OF_A_WORKER : NOUNS)],
      providers: [...node, ...EVERYWHERE],
      exports: node,
    };
  }
}
