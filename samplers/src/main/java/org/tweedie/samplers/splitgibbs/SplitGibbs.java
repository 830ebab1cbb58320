package org.tweedie.samplers.splitgibbs;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.core.Kernel;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.core.Workbench;

/**
 * The skeleton: sweeps of a likelihood-proximal draw {@code z | x} and a prior-denoising draw
 * {@code x | z} under the coupling {@code exp(−‖x − z‖²/(2η²))}. Every inner step of the denoising
 * is a step of the run; the draw of z belongs to the first of its sweep.
 */
final class SplitGibbs implements Kernel<SplitGibbs.State> {
  /**
   * One sweep.
   *
   * @param eta η
   * @param prior the denoising draw at η
   */
  record Sweep(double eta, PriorDraw prior) {}

  private static final Purpose PROXIMAL = Purpose.of("proximal");
  private static final Purpose FINAL = Purpose.of("proximal.final");

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

  /**
   * The state of a run.
   *
   * @param z the latest draw near the data
   * @param v the inner state of the denoising; between sweeps, x
   * @param clean the latest output of the denoiser, or of a finished sweep
   */
  record State(List<Field> z, List<Field> v, List<Field> clean) {}

  @Override
  public int steps() {
    return firstStep[sweeps.size()];
  }

  @Override
  public State init(Workbench bench) {
    List<Field> x = start.draw(bench, sweeps.get(0).eta());
    return new State(x, x, x);
  }

  @Override
  public State step(Workbench bench, State state, int step) {
    int n = 0;
    while (firstStep[n + 1] <= step) {
      n++;
    }
    Sweep sweep = sweeps.get(n);
    int k = step - firstStep[n];
    List<Field> z = state.z();
    List<Field> v = state.v();
    if (k == 0) {
      z = likelihood.draw(bench, v, sweep.eta(), PROXIMAL);
      v = sweep.prior().start(bench, z);
    }
    PriorDraw.Inner inner = sweep.prior().step(bench, k, z, v);
    if (k + 1 < sweep.prior().evaluations()) {
      return new State(z, inner.v(), inner.clean());
    }
    List<Field> x = inner.v();
    if (endsOnData && step + 1 == steps()) {
      x = likelihood.draw(bench, x, sweep.eta(), FINAL);
    }
    DataTerms.noteMisfit(bench, x);
    return new State(z, x, x);
  }

  @Override
  public List<Field> estimate(State state) {
    return state.clean();
  }

  @Override
  public List<String> names() {
    return List.of("z", "v", "clean");
  }

  @Override
  public Map<String, List<Field>> fields(State state) {
    return Map.of("z", state.z(), "v", state.v(), "clean", state.clean());
  }

  @Override
  public State state(Map<String, List<Field>> fields) {
    return new State(fields.get("z"), fields.get("v"), fields.get("clean"));
  }
}
