package org.tweedie.api.spi;

/**
 * Structure that an object may have beyond its plain interface, asked for by type with {@link
 * Capable#capability}. A decorator answers empty for a type that it does not know, so a new
 * capability never breaks an old decorator: growth is a minor version.
 */
public interface Capability {}
