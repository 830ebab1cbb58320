package org.tweedie.conformance.zoo;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;

/** Samplers of several samples a chain whose outcome is known beforehand. */
public final class Populations {
  private Populations() {}

  /** Gives b in the b-th of all runs, eight samples a chain, and the evidence 3ᵇ. */
  public static SamplerProvider louderInLaterBatches() {
    AtomicInteger batches = new AtomicInteger();
    return new Provider(() -> new Fixed(batches.getAndIncrement()));
  }

  private record Fixed(int batch) implements Kernel {
    @Override
    public long steps() {
      return 1;
    }

    @Override
    public State init(Bench bench) {
      return State.of("x", bench.each(i -> Field.zeros(bench.space()).fill(batch)));
    }

    @Override
    public State step(Bench bench, State state) {
      return state;
    }

    @Override
    public List<ChainResult> result(State state) {
      return state.fields("x").stream()
          .map(x -> ChainResult.of(Collections.nCopies(8, x)).withLogEvidence(batch * Math.log(3)))
          .toList();
    }
  }

  private record Provider(Supplier<Kernel> kernels) implements SamplerProvider, Sampler {
    @Override
    public String id() {
      return "populations";
    }

    @Override
    public String title() {
      return "Populations whose outcome is known";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of();
    }

    @Override
    public List<Citation> references() {
      return List.of();
    }

    @Override
    public Sampler create(Context context) {
      return this;
    }

    @Override
    public Exactness exactness() {
      return Exactness.pointEstimate("Of nothing.");
    }

    @Override
    public List<Requirement> requirements() {
      return List.of();
    }

    @Override
    public int samplesPerChain() {
      return 8;
    }

    @Override
    public Kernel kernel(Problem problem) {
      return kernels.get();
    }
  }
}
