package org.tweedie.conformance.zoo;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.Bench;
import org.tweedie.conformance.RuleOutcome;

/** Providers that describe themselves wrongly in one way each, and their correct twin. */
public final class ProviderZoo {
  private ProviderZoo() {}

  /** The correct twin: no rule may reject it. */
  public static List<Supplier<List<RuleOutcome>>> twins() {
    return List.of(on(new ListedTwin()));
  }

  /** The faults. */
  public static List<Fault> faults() {
    return List.of(
        new Fault("an id with capitals and spaces", "V-1", on(new BadId())),
        new Fault("a thread started by the constructor", "V-2", on(new StartsThread())),
        new Fault("a default outside its range", "V-3", on(new BadDefault())),
        new Fault("a number without a lower end", "V-4", on(new Endless())),
        new Fault("an end of a range that breaks the sampler", "V-5", on(new BreaksAtEnd())),
        new Fault("a provider that no service file lists", "V-6", on(new Unlisted())));
  }

  private static Supplier<List<RuleOutcome>> on(Provider provider) {
    return () -> Bench.provider(provider);
  }

  /** The correct twin: listed in META-INF/services of the tests. */
  public static class ListedTwin extends GibbsTwin {
    /** For the service loader. */
    public ListedTwin() {}
  }

  private static final class BadId extends ListedTwin {
    @Override
    public String id() {
      return "My Sampler";
    }
  }

  /** Public with a public constructor, as the rule makes a second one. */
  public static final class StartsThread extends ListedTwin {
    /** Starts a thread that ends with the JVM. */
    public StartsThread() {
      Thread t = new Thread(StartsThread::sleep, "pool of the zoo");
      t.setDaemon(true);
      t.start();
    }

    private static void sleep() {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class BadDefault extends ListedTwin {
    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.integer("steps", 0, 1, 100, "steps"));
    }
  }

  private static final class Endless extends ListedTwin {
    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.number(
              "eta", 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "any number"));
    }
  }

  private static final class BreaksAtEnd extends ListedTwin {
    @Override
    public Sampler create(Options options) {
      return Optional.of(options.integer("steps"))
          .filter(n -> n > 1)
          .map(n -> super.create(options))
          .orElseThrow(() -> new ArithmeticException("/ by zero"));
    }
  }

  private static final class Unlisted extends ListedTwin {}
}
