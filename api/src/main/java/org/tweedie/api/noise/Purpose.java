package org.tweedie.api.noise;

import java.nio.charset.StandardCharsets;

/**
 * What a draw is for. Draws of one chain and step with different purposes are independent; the same
 * purpose gives the same numbers again. Its name alone fixes the stream.
 */
public final class Purpose {
  private final String name;
  private final long code;

  private Purpose(String name) {
    this.name = name;
    this.code = hash(name);
  }

  /**
   * The purpose of this name.
   *
   * @param name a short name, for example "init" or "ancestral"
   */
  public static Purpose of(String name) {
    return new Purpose(name);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** A purpose for the {@code i}-th of several draws of one kind in one step. */
  public Purpose index(long i) {
    return new Purpose(name + "#" + i);
  }

  long code() {
    return code;
  }

  /** 64-bit FNV-1a of the UTF-8 name: stable between JDKs. */
  private static long hash(String name) {
    long h = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * 0x100000001b3L;
    }
    return h;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Purpose p && p.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
