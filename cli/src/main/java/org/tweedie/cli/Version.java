package org.tweedie.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, from its module descriptor. */
final class Version implements IVersionProvider {
  /** For example "1.0.0"; "unknown" on a class path. */
  static String number() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tweedie " + number() + " (Java " + Runtime.version() + ")"};
  }
}
