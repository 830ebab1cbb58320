package org.tweedie.conformance;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;

/** A sampler that gives all runs on a problem one and the same kernel. */
final class OneKernel implements Sampler {
  private final Sampler sampler;
  private final Map<Problem, Kernel> kernels = new IdentityHashMap<>();

  OneKernel(Sampler sampler) {
    this.sampler = sampler;
  }

  @Override
  public Exactness exactness() {
    return sampler.exactness();
  }

  @Override
  public List<Requirement> requirements() {
    return sampler.requirements();
  }

  @Override
  public int samplesPerChain() {
    return sampler.samplesPerChain();
  }

  @Override
  public Kernel kernel(Problem problem) {
    return kernels.computeIfAbsent(problem, sampler::kernel);
  }
}
