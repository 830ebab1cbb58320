package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.core.Start;

/**
 * The skeleton: sweeps of a likelihood-proximal draw {@code z | x} and a prior-denoising draw
 * {@code x | z} under the coupling {@code exp(−‖x − z‖²/(2η²))}. Every inner step of the denoising
 * is a step of the run; the draw of z belongs to the first of its sweep.
 */
final class SplitGibbs implements Kernel {
  /**
   * One sweep.
   *
   * @param eta η
   * @param prior the denoising draw at η
   */
  record Sweep(double eta, PriorDraw prior) {}

  // The names of the fields of the state.
  private static final String Z = "z";
  private static final String V = "v";
  private static final String CLEAN = "clean";

  private final List<Sweep> sweeps;
  private final Start start;
  private final LikelihoodDraw likelihood;
  private final boolean endsOnData;
  private final int[] firstStep; // of each sweep; beyond the last, the number of steps

  /**
   * @param sweeps in order
   * @param start the first x
   * @param likelihood draws z
   * @param endsOnData true to return one more z after the last x
   */
  SplitGibbs(List<Sweep> sweeps, Start start, LikelihoodDraw likelihood, boolean endsOnData) {
    this.sweeps = List.copyOf(sweeps);
    this.start = start;
    this.likelihood = likelihood;
    this.endsOnData = endsOnData;
    firstStep = new int[sweeps.size() + 1];
    for (int i = 0; i < sweeps.size(); i++) {
      firstStep[i + 1] = firstStep[i] + sweeps.get(i).prior().evaluations();
    }
  }

  @Override
  public long steps() {
    return firstStep[sweeps.size()];
  }

  /**
   * The state: z, the latest draw near the data; v, the inner state of the denoising, between
   * sweeps x; and the latest output of the denoiser, or of a finished sweep.
   */
  private static State state(List<Field> z, List<Field> v, List<Field> clean) {
    return State.of(Z, z).with(V, v).with(CLEAN, clean);
  }

  @Override
  public State init(Bench bench) {
    List<Field> x = start.draw(bench);
    return state(x, x, x);
  }

  @Override
  public State step(Bench bench, State state) {
    int step = (int) bench.step();
    int n = 0;
    while (firstStep[n + 1] <= step) {
      n++;
    }
    Sweep sweep = sweeps.get(n);
    int k = step - firstStep[n];
    List<Field> z = state.fields(Z);
    List<Field> v = state.fields(V);
    if (k == 0) {
      z = likelihood.draw(bench, v, sweep.eta(), false);
      v = sweep.prior().start(bench, z);
    }
    PriorDraw.Inner inner = sweep.prior().step(bench, k, z, v);
    if (k + 1 < sweep.prior().evaluations()) {
      return state(z, inner.v(), inner.clean());
    }
    List<Field> x = inner.v();
    if (endsOnData && step + 1 == steps()) {
      x = likelihood.draw(bench, x, sweep.eta(), true);
    }
    DataTerms.noteFit(bench, x);
    return state(z, x, x);
  }

  @Override
  public List<ChainResult> result(State state) {
    return ChainResult.each(state.fields(CLEAN));
  }
}
