package org.tweedie.api.noise;

import java.nio.charset.StandardCharsets;

/**
 * What a draw is for. Draws of one chain and step with different purposes are independent; the same
 * purpose gives the same numbers again.
 *
 * @param name a short name, for example "init" or "ancestral"; it alone fixes the stream
 */
public record Purpose(String name) {
  /** The purpose of this name. */
  public static Purpose of(String name) {
    return new Purpose(name);
  }

  /** A purpose for the {@code i}-th of several draws of one kind in one step. */
  public Purpose index(long i) {
    return new Purpose(name + "#" + i);
  }

  /** 64-bit FNV-1a of the UTF-8 name: stable between JDKs, unlike {@code hashCode} of a record. */
  long code() {
    long h = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * 0x100000001b3L;
    }
    return h;
  }
}
