import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { derivedId, newId, type Accepted } from '#application';
import { ToEscalation } from '../escalations/escalations.handler.js';
import { acceptedView } from '../http/accepted.js';
import type { Caller } from '../http/caller.js';
import type { Problem } from '../http/problem.js';
import { refusalTo } from '../http/refusals.js';
import type { DecideTogetherDto } from './decide-together.dto.js';
import type { DecidedTogether } from './decide-together.views.js';

/** Groups come from a key in a name space of their own. */
const GROUPS = '0f4a52cb-6f0a-5b8e-8a37-5d3c1f9e2b64';

interface Asked {
  readonly caller: Caller;
  readonly key: string | undefined;
  readonly correlationId: string;
}

/**
 * One decision for several escalations: one append for each, under one group. Each is accepted or refused by itself; repeated with its
 * key, those that were accepted answer as before and the rest is tried again.
 */
@Injectable()
export class DecideTogether {
  constructor(private readonly commands: CommandBus) {}

  async decide({ escalations, decisionGroup, ...decision }: DecideTogetherDto, asked: Asked): Promise<DecidedTogether> {
    const { caller, key } = asked;
    const group = decisionGroup ?? (key === undefined ? newId() : derivedId(GROUPS, `${caller.claim.id}\n${key}`));
    const items: DecidedTogether['items'][number][] = [];
    for (const { escalation, revision } of escalations) {
      const { mentions = [], ...said } = decision;
      const request = {
        id: escalation,
        command: { type: 'Decide' as const, ...said, decisionGroup: group },
        claim: caller.claim,
        // The same key on another stream is another command.
        identity: key === undefined ? null : { key },
        correlationId: asked.correlationId,
        mentions,
        ...(revision === undefined ? {} : { expectedRevision: revision }),
      };
      items.push({ escalation, ...(await this.#outcome(new ToEscalation(request))) });
    }
    return { decisionGroup: group, items };
  }

  async #outcome(command: ToEscalation): Promise<Omit<DecidedTogether['items'][number], 'escalation'>> {
    try {
      const accepted: Accepted = await this.commands.execute(command);
      return { accepted: acceptedView(accepted), problem: null };
    } catch (error) {
      const problem: Problem = refusalTo(error).problem;
      if (problem.status >= 500) throw error;
      return { accepted: null, problem };
    }
  }
}
