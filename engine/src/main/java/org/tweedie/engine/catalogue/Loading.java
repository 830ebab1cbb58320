package org.tweedie.engine.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.engine.spi.Command;

/** Collects providers and refusals, and makes a catalogue of them. */
final class Loading {
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();

  Loading program() {
    ServiceLoader.load(OperatorProvider.class).forEach(p -> add(p, Optional.empty()));
    ServiceLoader.load(PriorProvider.class).forEach(p -> add(p, Optional.empty()));
    ServiceLoader.load(SamplerProvider.class).forEach(p -> add(p, Optional.empty()));
    try {
      ServiceLoader.load(Command.class).forEach(commands::add);
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  Loading plugins(Path directory) {
    return this;
  }

  void add(Provider p, Optional<Path> origin) {
    Kind kind =
        p instanceof OperatorProvider
            ? Kind.OPERATOR
            : p instanceof PriorProvider ? Kind.PRIOR : Kind.SAMPLER;
    Module m = p.getClass().getModule();
    found.put(
        p.id(),
        new Found(
            kind,
            p.id(),
            p.title(),
            m.isNamed() ? m.getName() : "class path",
            m.isNamed() ? m.getDescriptor().rawVersion() : Optional.empty(),
            origin,
            p));
  }

  Catalogue finish() {
    Map<String, Found> sorted = new LinkedHashMap<>();
    found.values().stream()
        .sorted(Comparator.comparing(Found::kind).thenComparing(Found::id))
        .forEach(f -> sorted.put(f.id(), f));
    return new Catalogue(sorted, rejected, commands);
  }
}
