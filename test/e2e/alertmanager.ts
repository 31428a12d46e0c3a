import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = 'prometheus-alertmanager';

/** False where Debian's package is not installed. */
export const hasAlertmanager = (): boolean => spawnSync(PROGRAM, ['--version']).error === undefined;

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly endsAt?: string;
}

/** The real program on loopback, which believes that we are PagerDuty. */
export class Alertmanager {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #url: string;

  private constructor(child: ChildProcess, folder: string, url: string) {
    this.#child = child;
    this.#folder = folder;
    this.#url = url;
  }

  static async start(enqueue: string, routingKey: string): Promise<Alertmanager> {
    const folder = mkdtempSync(join(tmpdir(), 'gravitas-alertmanager-'));
    writeFileSync(join(folder, 'alertmanager.yml'), configuration(enqueue, routingKey));
    const child = spawn(PROGRAM, [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
      '--cluster.listen-address=',
    ]);
    child.stdout.resume();
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      const address = /Listening on.*address=(127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address === undefined) continue;
      child.stderr.resume();
      return new Alertmanager(child, folder, `http://${address}`);
    }
    rmSync(folder, { recursive: true });
    throw new Error(`${PROGRAM} did not start: ${said.join('\n')}`);
  }

  async post(...alerts: readonly Alert[]): Promise<void> {
    const answer = await fetch(`${this.#url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    if (!answer.ok) throw new Error(`${PROGRAM} answered ${answer.status}: ${await answer.text()}`);
  }

  /** How many notifications it could not deliver, by its own count. */
  async failures(): Promise<number> {
    const metrics = await (await fetch(`${this.#url}/metrics`)).text();
    return Number(/^alertmanager_notifications_failed_total\{integration="pagerduty"[^}]*\} (\d+)/m.exec(metrics)?.[1] ?? '0');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    rmSync(this.#folder, { recursive: true });
  }
}

function configuration(enqueue: string, routingKey: string): string {
  return `
route:
  receiver: gravitas
  group_by: [alertname, truck]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: gravitas
    pagerduty_configs:
      - url: ${enqueue}
        routing_key: ${routingKey}
        send_resolved: true
        severity: critical
        class: '{{ .CommonLabels.alertname }}'
        component: '{{ .CommonLabels.depot }}'
        description: '{{ .CommonAnnotations.summary }}'
        details:
          units: '{{ .CommonLabels.units }}'
`;
}
