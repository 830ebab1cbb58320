package org.tweedie.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Simulator;
import org.tweedie.api.spi.prior.Trainer;

/** The rules V-1 to V-6 for providers of any kind: what they say of themselves. */
public abstract class ProviderRules extends RuleSet {
  /** More than any description needs; an engine for networks loads thousands. */
  private static final int MOST_CLASSES = 100;

  /** For subclasses. */
  protected ProviderRules() {}

  /** The provider under test. */
  protected abstract Provider provider();

  /** What it is given to make something; by default nothing else is installed. */
  protected Context context(Options options) {
    return Context.of(options);
  }

  @Rule("V-1")
  @OneSeed
  @Label("V-1 id, title and references are well-formed, and the same when asked again")
  void description(@ForAll long seed) {
    Provider p = provider();
    List<String> wrong = new ArrayList<>();
    if (!p.id().matches("[a-z0-9]+([.-][a-z0-9]+)*")) {
      wrong.add("the id '" + p.id() + "'");
    }
    if (p.title().isBlank() || p.title().contains("\n")) {
      wrong.add("the title '" + p.title() + "'");
    }
    p.references()
        .forEach(
            c -> {
              if (c.title().isBlank() || c.year() < 1900) {
                wrong.add("the reference " + c);
              }
            });
    if (!p.id().equals(p.id()) || !p.options().equals(p.options())) {
      wrong.add("another description when asked again");
    }
    report(
        wrong,
        "an id of lower-case words joined by dots or hyphens, a title of one line",
        "a slip, or a description that is made anew at each call");
  }

  @Rule("V-2")
  @OneSeed
  @Label(
      "V-2 making and describing a provider starts no thread, opens no file and no connection, and"
          + " loads no native library")
  void cheap(@ForAll long seed) {
    FreshClasses first = FreshClasses.of(provider().getClass());
    List<String> wrong = new ArrayList<>(Footprint.of(() -> describe(first)));
    // A library is loaded once; for the rest, the first time reads the classes themselves.
    wrong.removeIf(t -> !t.startsWith(Footprint.LIBRARY));
    if (first.defined() > MOST_CLASSES) {
      wrong.add(first.defined() + " classes");
    }
    // Others in this process read files as well: what the provider does, it does every time.
    List<List<String>> later = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      FreshClasses again = first.again();
      List<String> traces = new ArrayList<>(Footprint.of(() -> describe(again)));
      if (again.readResources()) {
        traces.remove(Footprint.READ); // perhaps of its own jar
      }
      later.add(traces);
    }
    if (later.stream().noneMatch(List::isEmpty)) {
      wrong.addAll(later.get(0));
    }
    report(
        wrong,
        "nothing of the kind: a list of providers must cost nothing",
        "work in a static initialiser, the constructor or the options that belongs into create");
  }

  /** Asks for everything that a list of providers and their help need. */
  private void describe(FreshClasses classes) {
    Provider p = again(classes);
    p.id();
    p.title();
    p.options();
    p.references();
    if (p instanceof OperatorProvider operator) {
      operator.inputs();
      operator.simulator().ifPresent(Simulator::options);
    } else if (p instanceof PriorProvider prior) {
      prior.fileOption();
      prior.fileSuffixes();
      prior.trainer().ifPresent(Trainer::options);
    }
  }

  /** A new instance, as the service loader makes it; of new classes where that can be had. */
  private Provider again(FreshClasses classes) {
    try {
      return (Provider)
          classes.loadClass(provider().getClass().getName()).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof UnsatisfiedLinkError) {
          throw new Violation(
              "no native library: a list of providers must cost nothing",
              String.valueOf(t.getMessage()),
              "a static initialiser or a constructor that loads it");
        }
      }
      return provider(); // it cannot be loaded apart from its module
    }
  }

  @Rule("V-3")
  @OneSeed
  @Label("V-3 options are documented, and their defaults lie in their ranges")
  void options(@ForAll long seed) {
    List<String> wrong = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (OptionSpec s : provider().options()) {
      String name = "the option '" + s.name() + "'";
      if (!s.name().matches("[a-z0-9]+([.-][a-z0-9]+)*") || !names.add(s.name())) {
        wrong.add(name + " is named badly or twice");
      }
      if (s.documentation().isBlank() || s.documentation().contains("\n")) {
        wrong.add(name + " has no documentation of one line");
      }
    }
    report(
        wrong,
        "documented options with names of their own",
        "a slip; OptionSpec itself refuses a default outside its range");
  }

  @Rule("V-4")
  @OneSeed
  @Label("V-4 options that are unknown or out of range are refused")
  void invalidOptions(@ForAll long seed) {
    List<OptionSpec> specs = provider().options();
    List<String> wrong = new ArrayList<>();
    accepts(specs, Map.of("no-such-option", "1"), wrong);
    for (OptionSpec s : specs) {
      switch (s.type()) {
        case INTEGER, NUMBER -> {
          accepts(specs, Map.of(s.name(), "many"), wrong);
          accepts(specs, Map.of(s.name(), "NaN"), wrong);
          if (s.minimum() > -1e300) {
            String below = Double.toString(s.minimum() - 1 - Math.abs(s.minimum()));
            accepts(specs, Map.of(s.name(), below.replaceFirst("\\.0$", "")), wrong);
          } else {
            wrong.add(s.name() + " has no lower end");
          }
        }
        case FLAG, CHOICE -> accepts(specs, Map.of(s.name(), "neither"), wrong);
        default -> {}
      }
    }
    report(
        wrong,
        "an InvalidOptionException for each",
        "a range that is missing: OptionSpec checks what it is told");
  }

  private static void accepts(
      List<OptionSpec> specs, Map<String, String> given, List<String> wrong) {
    try {
      Options.bind(specs, given);
      wrong.add(given + " accepted");
    } catch (InvalidOptionException e) {
      return;
    }
  }

  @Rule("V-5")
  @OneSeed
  @Label("V-5 every end of a range and every choice works, or is refused by a sentence")
  void ends(@ForAll long seed) {
    Provider p = provider();
    List<String> wrong = new ArrayList<>();
    for (OptionSpec s : p.options()) {
      List<String> values = new ArrayList<>(s.choices());
      if (s.type() == OptionSpec.Type.INTEGER) {
        values.add(Long.toString((long) s.minimum()));
      } else if (s.type() == OptionSpec.Type.NUMBER) {
        values.add(Double.toString(s.minimum()));
        values.add(Double.toString(s.maximum()));
      }
      for (String v : values) {
        try {
          Options o = Options.bind(p.options(), Map.of(s.name(), v));
          if (p instanceof SamplerProvider sampler) {
            sampler.create(context(o)).requirements();
          } else if (p instanceof PriorProvider prior) {
            prior.card(context(o));
          }
        } catch (TweedieException e) {
          continue;
        } catch (RuntimeException e) {
          wrong.add(s.name() + "=" + v + " gives " + e);
        }
      }
    }
    report(
        wrong, "a sampler, a card, or a TweedieException", "an end of the range that nobody tried");
  }

  @Rule("V-6")
  @OneSeed
  @Label("V-6 the provider is found on the module path and on the class path; its inputs are named")
  void discoverable(@ForAll long seed) {
    Provider p = provider();
    List<String> wrong = new ArrayList<>();
    Class<?> type = p.getClass();
    Class<?> service =
        p instanceof OperatorProvider
            ? OperatorProvider.class
            : p instanceof PriorProvider ? PriorProvider.class : SamplerProvider.class;
    Module module = type.getModule();
    if (module.isNamed()
        && module.getDescriptor().provides().stream()
            .noneMatch(
                d ->
                    d.service().equals(service.getName())
                        && d.providers().contains(type.getName()))) {
      wrong.add("no 'provides " + service.getSimpleName() + "' in the module descriptor");
    }
    if (!listed(type, "META-INF/services/" + service.getName())) {
      wrong.add("no line " + type.getName() + " in META-INF/services/" + service.getName());
    }
    if (p instanceof OperatorProvider operator) {
      inputs(operator, wrong);
    }
    report(
        wrong,
        "both ways of discovery, because a modular jar may lie on the class path",
        "a provider that module-info.java or META-INF/services does not name");
  }

  private static boolean listed(Class<?> type, String resource) {
    // Relative to the class, so that a plug-in's own file is read and not that of another jar.
    try (InputStream in = type.getResourceAsStream("/" + resource)) {
      String own = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (own.lines().anyMatch(l -> l.strip().equals(type.getName()))) {
        return true;
      }
      ClassLoader loader = type.getClassLoader();
      var all = loader.getResources(resource);
      while (all.hasMoreElements()) {
        try (InputStream other = all.nextElement().openStream()) {
          String text = new String(other.readAllBytes(), StandardCharsets.UTF_8);
          if (text.lines().anyMatch(l -> l.strip().equals(type.getName()))) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void inputs(OperatorProvider p, List<String> wrong) {
    Set<String> ids = new HashSet<>();
    List<InputSpec> inputs = p.inputs();
    if (inputs.isEmpty() || !inputs.get(0).id().equals(OperatorProvider.DATA)) {
      wrong.add("the first input is not '" + OperatorProvider.DATA + "'");
    }
    for (InputSpec i : inputs) {
      if (!ids.add(i.id()) || i.documentation().isBlank() || i.spaces().isEmpty()) {
        wrong.add("the input '" + i.id() + "' is named twice, undocumented or without a space");
      }
    }
  }

  private static void report(List<String> wrong, String expected, String cause) {
    if (!wrong.isEmpty()) {
      throw new Violation(expected, String.join("; ", wrong), cause);
    }
  }
}
