package org.tweedie.engine.catalogue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.ProviderSource;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.engine.catalogue.Rejected.Code;

/** Collects providers and refusals, and makes a catalogue of them. First come, first served. */
final class Loading {
  private static final List<Class<?>> SERVICES =
      List.of(
          OperatorProvider.class,
          PriorProvider.class,
          SamplerProvider.class,
          ProviderSource.class,
          Command.class);
  private static final String ASK_THE_AUTHOR = "report it to the provider's author";

  private final Map<String, Found> found = new LinkedHashMap<>();
  private final Map<String, Command> commands = new TreeMap<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final Set<Class<?>> seen = new HashSet<>();

  /** Adds what the module path and the class path hold. */
  Loading program() {
    ModuleLayer layer = Loading.class.getModule().getLayer();
    for (Class<?> service : SERVICES) {
      if (layer != null) {
        load(ServiceLoader.load(layer, service), Optional.empty(), m -> true);
      }
      load(ServiceLoader.load(service), Optional.empty(), m -> true);
    }
    return this;
  }

  /** Adds the folders of a plug-in directory, in the order of their names. */
  Loading plugins(Path directory) {
    if (!Files.exists(directory)) {
      return this;
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(entries::add);
    } catch (IOException e) {
      throw new ResourceException(
          "the plug-in directory " + directory + " cannot be listed",
          "give a directory that you may read",
          e);
    }
    entries.sort(null);
    entries.forEach(this::plugin);
    return this;
  }

  private void plugin(Path entry) {
    Optional<Path> origin = Optional.of(entry);
    String name = entry.getFileName().toString();
    try {
      if (Files.isDirectory(entry) && !name.startsWith(".")) {
        Set<String> names = SERVICES.stream().map(Class::getName).collect(Collectors.toSet());
        ModuleLayer layer = new PluginFolder(entry, names).layer();
        for (Class<?> service : SERVICES) {
          // A service loader returns the parents' providers too.
          load(ServiceLoader.load(layer, service), origin, m -> m.getLayer() == layer);
        }
      } else if (name.endsWith(".jar")) {
        throw new Refusal(
            Code.NO_MODULE,
            null,
            "a jar lies in the plug-in directory itself",
            "put it into a folder of its own there");
      }
    } catch (Refusal e) {
      rejected.add(e.at(origin));
    }
  }

  private <S> void load(ServiceLoader<S> loader, Optional<Path> origin, Predicate<Module> keep) {
    Iterator<ServiceLoader.Provider<S>> i = loader.stream().iterator();
    while (true) {
      try {
        if (!i.hasNext()) {
          return;
        }
        ServiceLoader.Provider<S> p = i.next();
        Module module = p.type().getModule();
        if (keep.test(module) && seen.add(p.type())) {
          if (module.isNamed()) {
            Handshake.check(module.getDescriptor());
          }
          accept(p.get(), origin);
        }
      } catch (Refusal e) {
        rejected.add(e.at(origin));
      } catch (RuntimeException | Error e) {
        // One provider fails; its neighbours must not.
        rejected.add(failed(null, e).at(origin));
      }
    }
  }

  private void accept(Object provider, Optional<Path> origin) throws Refusal {
    if (provider instanceof Command c) {
      command(c);
    } else if (provider instanceof ProviderSource source) {
      for (Provider p : source.providers()) {
        try {
          add(p, origin);
        } catch (Refusal e) {
          rejected.add(e.at(origin));
        }
      }
    } else {
      add((Provider) provider, origin);
    }
  }

  private void command(Command c) throws Refusal {
    Command other = commands.putIfAbsent(c.id(), c);
    if (other != null) {
      throw duplicate(c.id(), c, home(other));
    }
  }

  /** Adds a provider that the program brings itself. */
  void addGiven(Provider p) {
    try {
      add(p, Optional.empty());
    } catch (Refusal e) {
      rejected.add(e.at(Optional.empty()));
    }
  }

  /** Adds one provider, if it can describe itself and its id is free. */
  private void add(Provider p, Optional<Path> origin) throws Refusal {
    Found f = describe(p, origin);
    Found other = found.putIfAbsent(f.id(), f);
    if (other != null) {
      String folder = other.origin().map(o -> " in plug-in " + o.getFileName()).orElse("");
      throw duplicate(f.id(), p, home(other.provider()) + folder);
    }
  }

  private static Found describe(Provider p, Optional<Path> origin) throws Refusal {
    if (p == null) {
      throw failed(null, new NullPointerException("a family of providers holds null"));
    }
    Module m = p.getClass().getModule();
    try {
      // A provider that cannot describe itself should fail here, not when it is listed.
      Options.defaults(p.options());
      List.copyOf(p.references());
      return new Found(
          kind(p),
          p.id(),
          p.title(),
          moduleOf(p),
          m.isNamed() ? m.getDescriptor().rawVersion() : Optional.empty(),
          origin,
          p);
    } catch (RuntimeException | LinkageError e) {
      throw failed(p.getClass().getName(), e);
    }
  }

  private static Kind kind(Provider p) {
    return Stream.of(Kind.values())
        .filter(k -> k.service().isInstance(p))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("neither operator, prior nor sampler"));
  }

  private static String moduleOf(Object o) {
    Module m = o.getClass().getModule();
    return m.isNamed() ? m.getName() : "class path";
  }

  private static Refusal failed(String what, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return new Refusal(
        Code.PROVIDER_FAILED,
        what,
        (root == e ? "a provider failed: " : e.getMessage() + ": ") + root,
        ASK_THE_AUTHOR);
  }

  private static Refusal duplicate(String id, Object second, String first) {
    return new Refusal(
        Code.DUPLICATE_ID,
        moduleOf(second),
        "the id '" + id + "' of " + home(second) + " is taken by " + first,
        "remove one of the two");
  }

  /** On the class path the module says nothing, so the class does. */
  private static String home(Object o) {
    return o.getClass().getModule().isNamed()
        ? "module " + moduleOf(o)
        : o.getClass().getName() + " on the class path";
  }

  Catalogue finish() {
    Map<String, Found> sorted = new LinkedHashMap<>();
    found.values().stream()
        .sorted(Comparator.comparing(Found::kind).thenComparing(Found::id))
        .forEach(f -> sorted.put(f.id(), f));
    return new Catalogue(sorted, rejected, List.copyOf(commands.values()));
  }
}
