package org.tweedie.engine.catalogue;

import java.nio.file.Path;
import java.util.Optional;

/** Why a plug-in, or a part of it, is not used; carried from where it is found to the list. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Rejected.Code code;
  private final String module;
  private final String reason;
  private final String remedy;

  /**
   * @param module the module or provider concerned; null for the folder as a whole
   */
  Refusal(Rejected.Code code, String module, String reason, String remedy) {
    super(reason);
    this.code = code;
    this.module = module;
    this.reason = reason;
    this.remedy = remedy;
  }

  Rejected at(Optional<Path> origin) {
    return new Rejected(origin, Optional.ofNullable(module), code, reason, remedy);
  }
}
