/**
 * What is told of a running server, to Prometheus and to `chat-server admin stats`: one row per metric. Names are
 * Prometheus' kind of names, and stay, because dashboards are built on them.
 */
import type { ELDHistogram } from "node:perf_hooks";
import type { Chat } from "../chat.ts";
import type { Histogram } from "../counts.ts";
import type { Traffic } from "../listen.ts";
import { version } from "../version.ts";

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  /** A histogram has its own kind of samples. */
  readonly type: "counter" | "gauge" | Histogram;
  readonly samples: readonly Sample[];
}

/** What metrics are read from. */
export interface Measured {
  readonly chat: Chat;
  traffic(): Traffic;
  /** Of the event loop; undefined where nobody has asked for metrics. */
  readonly delays: ELDHistogram | undefined;
}

export function families({ chat, traffic, delays }: Measured): Family[] {
  const { counts } = chat;
  const { connections, received, sent } = traffic();
  return [
    gauge("info", "version of the server", 1, { version }),
    gauge("sessions", "accounts that are logged in", chat.sessions.size),
    gauge("connections", "connections, logged in or not", connections),
    counter("connections_total", "connections accepted", counts.accepted),
    byLabel("closed_total", "connections that the server ended, by reason", "reason", counts.closed),
    counter("cut_total", "connections cut without a word while many were being refused", counts.cut),
    byLabel("requests_total", "requests, by kind", "request", counts.requests),
    counter("slowed_down_total", "requests refused because they came too fast", counts.slowedDown),
    byLabel("messages_total", "messages stored, by kind", "kind", counts.messages),
    counter("deliveries_total", "new messages times the sessions they were sent to", counts.deliveries),
    counter("received_bytes_total", "bytes from clients", received),
    counter("sent_bytes_total", "bytes to clients", sent),
    counter("login_failures_total", "wrong passwords and unknown names", counts.loginFailures),
    counter("lockouts_total", "accounts locked for an address after failed logins", counts.lockouts),
    counter(
      "logins_held_back_total",
      "logins refused to addresses that had failed too often",
      counts.heldBack,
    ),
    histogram("journal_group_records", "records that one sync of the journal made durable", counts.groups),
    histogram(
      "journal_sync_seconds",
      "time that the disk took for one write of the journal, with its sync",
      counts.syncs,
    ),
    gauge("store_failed", "1 when nothing can be stored any more", chat.store.failure ? 1 : 0),
    gauge("resident_memory_bytes", "memory of the process", process.memoryUsage.rss()),
    gauge("heap_used_bytes", "memory that JavaScript uses of it", process.memoryUsage().heapUsed),
    gauge("uptime_seconds", "time since the start", process.uptime()),
    ...(delays ? [eventLoop(delays)] : []),
  ];
}

/** Begins to count anew each time, so that it is the delay since metrics were last read. */
function eventLoop(delays: ELDHistogram): Family {
  const seconds = delays.count > 0 ? delays.percentile(99) / 1e9 : 0;
  delays.reset();
  return gauge(
    "event_loop_delay_p99_seconds",
    "how late the event loop was, since metrics were last read",
    seconds,
  );
}

function gauge(name: string, help: string, value: number, labels: Record<string, string> = {}): Family {
  return { name: named(name), help, type: "gauge", samples: [{ labels, value }] };
}

function counter(name: string, help: string, value: number): Family {
  return { name: named(name), help, type: "counter", samples: [{ value }] };
}

function byLabel(
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<string, number>>,
): Family {
  const samples = Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));
  return { name: named(name), help, type: "counter", samples };
}

function histogram(name: string, help: string, type: Histogram): Family {
  return { name: named(name), help, type, samples: [] };
}

function named(name: string): string {
  return `chat_${name}`;
}
