/** Connections that don't come from loopback, made on this machine. */
import { networkInterfaces } from "node:os";
import test from "ava";

/** An address of this machine that isn't its loopback, if it has one. */
export const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

export const throughOutside = outside === undefined ? test.skip : test;
