package org.tweedie.engine;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.tweedie.api.spi.Provider;

/** Versions of modules, for the record. */
final class Versions {
  private static final String OWN = "org.tweedie.";

  private Versions() {}

  /** Tweedie's own modules, those of the providers, and "java". */
  static Map<String, String> of(Collection<? extends Provider> providers) {
    Map<String, String> versions = new TreeMap<>();
    ModuleLayer layer = Versions.class.getModule().getLayer();
    if (layer != null) {
      layer.modules().stream()
          .filter(m -> m.getName().startsWith(OWN))
          .forEach(m -> versions.put(m.getName(), of(m)));
    }
    for (Provider p : providers) {
      Module m = p.getClass().getModule();
      versions.put(m.isNamed() ? m.getName() : p.getClass().getName(), of(m));
    }
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /** The version of a provider's module. */
  static String of(Provider p) {
    return of(p.getClass().getModule());
  }

  private static String of(Module m) {
    return m.isNamed() ? m.getDescriptor().rawVersion().orElse("unknown") : "unknown";
  }
}
