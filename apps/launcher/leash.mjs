/** Preloaded into every child of the launcher: when the launcher is gone, even by SIGKILL, the child is asked to stop. */
import { isMainThread } from 'node:worker_threads';

// A child of the child inherits this preload, but the channel it has is its own parent's.
if (isMainThread && process.channel && process.env.GRAVITAS_LAUNCHER_PID === String(process.ppid)) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
