package org.tweedie.samplers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/** Samplers from options, and whole runs. */
public final class Runs {
  private Runs() {}

  /** A sampler with options given as alternating names and values. */
  public static Sampler sampler(SamplerProvider provider, String... options) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    return provider.create(Context.of(Options.bind(provider.options(), map)));
  }

  /** Options with more options behind them; the last of a name counts. */
  public static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  /** A sampler that is a kernel. */
  public static Sampler sampler(Function<Problem, Kernel> kernel) {
    return Sampler.of(Exactness.biased("A test."), List.of(), kernel);
  }

  /** The samples of a whole run, in the prior's units. */
  public static List<Field> samples(
      Sampler sampler, PreparedProblem problem, Chains chains, Noise noise) {
    ChainRun run = ChainRun.begin("test", sampler, problem, chains, noise);
    while (!run.done()) {
      run.advance();
    }
    return samples(run);
  }

  /** The samples so far. */
  public static List<Field> samples(ChainRun run) {
    return run.results().stream().map(ChainResult::samples).map(s -> s.get(0)).toList();
  }
}
