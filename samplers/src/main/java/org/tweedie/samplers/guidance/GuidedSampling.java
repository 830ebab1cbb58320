package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.samplers.core.Kernel;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.core.Updates;
import org.tweedie.samplers.core.Workbench;
import org.tweedie.samplers.levels.Level;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;

/**
 * The skeleton: one step a noise level, {@code u_s = X + a E + b z}, with X and E from a {@link
 * Correction} and a, b from a {@link Transition}. The state is {@code u = x_t/s_t}; at the last
 * step u is the sample.
 */
final class GuidedSampling implements Kernel<GuidedSampling.State> {
  private static final Purpose TRANSITION = Purpose.of("transition");

  // The names of the saved fields.
  private static final String U = "u";
  private static final String CLEAN = "clean";
  private static final String CARRIED = "carried";

  private final Schedule schedule;
  private final Start start;
  private final Correction correction;
  private final Transition transition;
  private final UnaryOperator<Field> clip;

  /**
   * @param schedule the levels
   * @param start the first u
   * @param correction brings the data in
   * @param transition the way from level to level
   * @param clip applied to X before the transition, or the identity
   */
  GuidedSampling(
      Schedule schedule,
      Start start,
      Correction correction,
      Transition transition,
      UnaryOperator<Field> clip) {
    this.schedule = schedule;
    this.start = start;
    this.correction = correction;
    this.transition = transition;
    this.clip = clip;
  }

  /**
   * The state of a run.
   *
   * @param u {@code x_t/s_t}
   * @param clean the latest clean estimate X; u itself before the first step
   * @param carried what the correction hands on; empty if it carries nothing
   */
  record State(List<Field> u, List<Field> clean, List<Field> carried) {}

  @Override
  public int steps() {
    return schedule.steps();
  }

  @Override
  public State init(Workbench bench) {
    List<Field> u = start.draw(bench, schedule.startDeviation());
    List<Field> nothing =
        correction.carries() ? bench.each(i -> Field.zeros(bench.space())) : List.of();
    return new State(u, u, nothing);
  }

  @Override
  public State step(Workbench bench, State state, int step) {
    Level t = schedule.level(step);
    Level s = schedule.level(step + 1);
    Correction.Guided guided = correction.correct(bench, t, s, state.u(), state.carried());
    Transition.Weights w = transition.between(t, s);
    List<Field> clean = bench.each(i -> clip.apply(guided.clean().get(i)));
    // Where the noise estimate is taken from X, it is taken from the clipped X.
    List<Field> anchor = guided.anchor() == guided.clean() ? clean : guided.anchor();
    List<Field> next =
        bench.each(
            i -> {
              Field z = bench.freshNoise(i, TRANSITION, w.fresh());
              Field out =
                  Updates.combine(
                      clean.get(i),
                      w.estimated() / t.sigma(),
                      state.u().get(i),
                      anchor.get(i),
                      w.fresh(),
                      z);
              guided.shift().ifPresent(shift -> out.add(shift.get(i)));
              return out;
            });
    return new State(next, s.sigma() == 0 ? next : clean, guided.carried());
  }

  @Override
  public List<Field> estimate(State state) {
    return state.clean();
  }

  @Override
  public List<String> names() {
    return correction.carries() ? List.of(U, CLEAN, CARRIED) : List.of(U, CLEAN);
  }

  @Override
  public Map<String, List<Field>> fields(State state) {
    return correction.carries()
        ? Map.of(U, state.u(), CLEAN, state.clean(), CARRIED, state.carried())
        : Map.of(U, state.u(), CLEAN, state.clean());
  }

  @Override
  public State state(Map<String, List<Field>> fields) {
    return new State(fields.get(U), fields.get(CLEAN), fields.getOrDefault(CARRIED, List.of()));
  }
}
