package org.tweedie.engine;

import java.io.File;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the modules lie that this test runs on. */
public final class ModulePath {
  private ModulePath() {}

  /** The engine and all that it requires, by name; those of the platform left out. */
  public static Map<String, Path> modules() {
    Map<String, Path> found = new LinkedHashMap<>();
    for (ResolvedModule m : Session.class.getModule().getLayer().configuration().modules()) {
      m.reference()
          .location()
          .filter(l -> l.getScheme().equals("file"))
          .ifPresent(l -> found.put(m.name(), Path.of(l)));
    }
    return found;
  }

  /** Paths as an option takes them. */
  public static String joined(Iterable<Path> paths) {
    StringBuilder b = new StringBuilder();
    for (Path p : paths) {
      b.append(b.length() == 0 ? "" : File.pathSeparator).append(p);
    }
    return b.toString();
  }
}
