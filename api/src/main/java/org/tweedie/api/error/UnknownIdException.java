package org.tweedie.api.error;

import java.util.Collection;
import java.util.List;

/** An id that no provider has; lists what is available and names the nearest. */
public final class UnknownIdException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param kind what was looked for, for example "sampler"
   * @param id the id that was not found
   * @param available every id of that kind
   */
  public UnknownIdException(String kind, String id, Collection<String> available) {
    super(
        "no " + kind + " has the id '" + id + "'" + Suggestion.hint(id, available),
        available.isEmpty()
            ? "no " + kind + " is installed: check the module path or the plug-in folder"
            : "choose one of " + String.join(", ", List.copyOf(available)),
        null);
  }
}
