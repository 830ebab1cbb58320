package org.tweedie.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.Suggestion;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Provider;
import org.tweedie.engine.catalogue.Kind;

/** Shares options out between operator, prior and sampler by prefix, or by a name only one has. */
final class OptionRouter {
  private final Map<Kind, Provider> providers = new LinkedHashMap<>();
  private final Map<Kind, Map<String, String>> given = new LinkedHashMap<>();

  OptionRouter(Provider operator, Provider prior, Provider sampler) {
    put(Kind.OPERATOR, operator);
    put(Kind.PRIOR, prior);
    put(Kind.SAMPLER, sampler);
  }

  private void put(Kind kind, Provider p) {
    providers.put(kind, p);
    given.put(kind, new LinkedHashMap<>());
  }

  /** Binds the options; fails for an unknown, ambiguous or doubly given name, or a bad value. */
  BoundOptions bind(Map<String, String> options) {
    options.forEach(this::route);
    return new BoundOptions(bind(Kind.OPERATOR), bind(Kind.PRIOR), bind(Kind.SAMPLER));
  }

  private Options bind(Kind kind) {
    return Options.bind(providers.get(kind).options(), given.get(kind));
  }

  private void route(String name, String value) {
    List<Kind> owners = new ArrayList<>();
    String bare = name;
    for (Kind k : providers.keySet()) {
      String prefix = k.word() + ".";
      if (name.startsWith(prefix) && has(k, name.substring(prefix.length()))) {
        set(k, name.substring(prefix.length()), value);
        return;
      }
      if (has(k, name)) {
        owners.add(k);
      }
    }
    if (owners.size() > 1) {
      throw new InvalidOptionException(
          "the option '" + name + "' is ambiguous",
          "write one of "
              + String.join(", ", owners.stream().map(k -> k.word() + "." + bare).toList()));
    }
    if (owners.isEmpty()) {
      throw unknown(name);
    }
    set(owners.get(0), name, value);
  }

  private boolean has(Kind kind, String name) {
    return providers.get(kind).options().stream().anyMatch(s -> s.name().equals(name));
  }

  private void set(Kind kind, String name, String value) {
    if (given.get(kind).put(name, value) != null) {
      throw new InvalidOptionException(
          "the option '" + kind.word() + "." + name + "' is given twice", "give it once");
    }
  }

  private InvalidOptionException unknown(String name) {
    List<String> full = new ArrayList<>();
    List<String> bare = new ArrayList<>();
    providers.forEach(
        (k, p) -> {
          for (OptionSpec s : p.options()) {
            full.add(k.word() + "." + s.name());
            bare.add(s.name());
          }
        });
    String hint =
        Suggestion.nearest(name, name.contains(".") ? full : bare).isPresent()
            ? Suggestion.hint(name, name.contains(".") ? full : bare)
            : Suggestion.hint(name, full);
    return new InvalidOptionException(
        "there is no option '" + name + "'" + hint,
        full.isEmpty()
            ? "leave it out: operator, prior and sampler have no options"
            : hint.isEmpty() ? "choose one of " + String.join(", ", full) : "correct its name");
  }
}
