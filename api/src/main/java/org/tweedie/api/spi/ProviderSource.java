package org.tweedie.api.spi;

import java.util.List;

/** A service that offers a family of providers, so that one line of a module declares them all. */
public interface ProviderSource {
  /** The providers; the same ones at every call. */
  List<? extends Provider> providers();
}
