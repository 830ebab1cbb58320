package org.tweedie.engine.catalogue;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A plug-in, or one provider of it, that is not used.
 *
 * @param origin the plug-in folder; empty if it belongs to the program
 * @param module the module or provider concerned; empty if it is the folder as a whole
 * @param code why, for programs
 * @param reason why, in one clause for the user
 * @param remedy what to do about it
 */
public record Rejected(
    Optional<Path> origin, Optional<String> module, Code code, String reason, String remedy) {

  /** Why a plug-in is not used. */
  public enum Code {
    /** Compiled against an api that this program does not have. */
    INCOMPATIBLE_API,
    /** Requires a module that is neither in its folder nor in the program. */
    MISSING_DEPENDENCY,
    /** Two modules hold the same package. */
    SPLIT_PACKAGE,
    /** Another provider has the same id. */
    DUPLICATE_ID,
    /** The provider threw when it was created or asked to describe itself. */
    PROVIDER_FAILED,
    /** The folder holds a copy of Tweedie's api. */
    BUNDLED_API,
    /** A jar that cannot be read. */
    CORRUPT_JAR,
    /** A jar whose module descriptor cannot be used. */
    INVALID_MODULE,
    /** No jar with a module descriptor. */
    NO_MODULE,
    /** Modules, but none that provides an operator, a prior, a sampler or a command. */
    NO_PROVIDER
  }

  /** One line: where, what, what to do. */
  @Override
  public String toString() {
    String where =
        origin.map(p -> "plug-in " + p.getFileName()).orElse("the program")
            + module.map(m -> ", " + m).orElse("");
    return where + ": " + reason + "; " + remedy + " [" + code + "]";
  }
}
