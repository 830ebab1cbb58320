package org.tweedie.engine.catalogue;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tweedie.api.spi.Provider;
import org.tweedie.engine.catalogue.Rejected.Code;

/**
 * Whether a module fits this program, told from its descriptor alone, before any of its code runs:
 * {@code requires} records the version that it was compiled against.
 *
 * <p>Api and engine keep what they have within a major version, so a module fits if it was compiled
 * against the same major and no later minor version. Numerics promises nothing between minor
 * versions. A version that is not recorded is not held against a module: what then does not link
 * fails when its provider is created.
 */
final class Handshake {
  private static final String API = "org.tweedie.api";
  private static final String ENGINE = "org.tweedie.engine";
  private static final String NUMERICS = "org.tweedie.numerics";
  private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d+)\\.(\\d+)(\\D.*)?");

  private Handshake() {}

  /** Fails if the module was compiled against something that this program does not have. */
  static void check(ModuleDescriptor module) throws Refusal {
    for (ModuleDescriptor.Requires r : module.requires()) {
      Optional<String> compiled = r.rawCompiledVersion();
      Optional<String> ours = ours(r.name());
      if (compiled.isPresent() && ours.isPresent() && !fits(r.name(), compiled.get(), ours.get())) {
        throw new Refusal(
            Code.INCOMPATIBLE_API,
            module.name(),
            "compiled against "
                + r.name()
                + " "
                + compiled.get()
                + ", and this program has "
                + ours.get(),
            "get a version of the plug-in for "
                + r.name()
                + " "
                + majorMinor(ours.get())
                + ", or update the program");
      }
    }
  }

  private static boolean fits(String name, String compiled, String ours) {
    Matcher c = MAJOR_MINOR.matcher(compiled);
    Matcher o = MAJOR_MINOR.matcher(ours);
    if (!c.matches() || !o.matches()) {
      return compiled.equals(ours);
    }
    int minor = Integer.compare(Integer.parseInt(c.group(2)), Integer.parseInt(o.group(2)));
    return c.group(1).equals(o.group(1)) && (name.equals(NUMERICS) ? minor == 0 : minor <= 0);
  }

  private static String majorMinor(String version) {
    Matcher m = MAJOR_MINOR.matcher(version);
    return m.matches() ? m.group(1) + "." + m.group(2) : version;
  }

  private static Optional<String> ours(String name) {
    Module m =
        switch (name) {
          case API -> Provider.class.getModule();
          case ENGINE -> Handshake.class.getModule();
          case NUMERICS ->
              Optional.ofNullable(Handshake.class.getModule().getLayer())
                  .flatMap(l -> l.findModule(NUMERICS))
                  .orElse(null);
          default -> null;
        };
    return m == null || !m.isNamed() ? Optional.empty() : m.getDescriptor().rawVersion();
  }
}
