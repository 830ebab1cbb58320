package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.samplers.core.ImageRange;
import org.tweedie.samplers.core.Preset;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.levels.DdpmTable;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;

/**
 * The skeleton: a {@link Walk} over the noise levels. At each move a {@link Correction} estimates
 * the clean image, the {@link Step} of the move makes the next image of it, and a {@link
 * Projection} may change that. The state is {@code u = x_t/s_t}; after the last move u is the
 * sample.
 *
 * @param start the first u
 * @param walk the moves
 * @param correction brings the data in
 * @param clip applied to the clean estimate before the step, or the identity
 * @param projection applied after each move
 */
record GuidedSampling(
    Start start, Walk walk, Correction correction, UnaryOperator<Field> clip, Projection projection)
    implements Kernel {
  private static final Purpose RISE = Purpose.of("rise");

  // The names of the fields of the state.
  private static final String U = "u";
  private static final String CLEAN = "clean";
  private static final String CARRIED = "carried";

  // Ours: images reach 1, and have a standard deviation of 1 at low frequencies.
  private static final double SIGMA_MAX = 1;
  private static final double SIGMA_MIN = 0.01;
  static final double PRIOR_DEVIATION = 1;

  /** Without clipping and projection. */
  GuidedSampling(Start start, Walk walk, Correction correction) {
    this(start, walk, correction, UnaryOperator.identity(), Projection.NONE);
  }

  /**
   * The walk of the papers: the DDPM table from noise alone, for images of the range on the prior's
   * card.
   *
   * @param problem the problem
   * @param steps 1 to 1000
   * @param transition the way between levels
   * @param clips whether clean estimates are clipped to the range
   * @param correction brings the data in
   */
  static GuidedSampling published(
      Problem problem, int steps, Transition transition, boolean clips, Correction correction) {
    ImageRange range = ImageRange.of(problem);
    Schedule schedule = Schedule.ddpm(steps).times(range.halfWidth());
    return new GuidedSampling(
        Start.noise(schedule.startDeviation()),
        Walk.down(schedule, Step.of(transition)),
        correction,
        clips ? range::clip : UnaryOperator.identity(),
        Projection.NONE);
  }

  /**
   * Our walk for few steps: EDM's levels from 1 to 0.01, ancestral, from noise around a plain
   * reconstruction.
   *
   * @param steps 1 to 1000
   * @param correction brings the data in
   */
  static GuidedSampling ours(int steps, Correction correction) {
    Schedule schedule = Schedule.edm(steps, SIGMA_MAX, SIGMA_MIN);
    return new GuidedSampling(
        Start.data(schedule.startDeviation(), PRIOR_DEVIATION),
        Walk.down(schedule, Step.of(Transition.ancestral())),
        correction);
  }

  /** The options that choose the walk and its length. */
  static List<OptionSpec> options(Preset standard, int published, int ours) {
    return List.of(
        Preset.option(
            standard,
            "levels, start, transition and what is not given: as published, from noise down the DDPM"
                + " table; or ours, for few steps from a plain reconstruction"),
        OptionSpec.optionalInteger(
            "steps",
            1,
            DdpmTable.LENGTH,
            "noise levels, one network evaluation each; published: "
                + published
                + ", ours: "
                + ours));
  }

  @Override
  public long steps() {
    return walk.moves().size();
  }

  @Override
  public State init(Bench bench) {
    List<Field> u = start.draw(bench);
    return State.of(U, u).with(CLEAN, u);
  }

  @Override
  public State step(Bench bench, State state) {
    Move move = walk.moves().get((int) bench.step());
    State after =
        move.step().isPresent()
            ? guided(bench, state, move, move.step().get())
            : risen(bench, state, move);
    boolean last = bench.step() + 1 == steps();
    return last ? after.with(CLEAN, after.fields(U)) : after;
  }

  private State guided(Bench bench, State state, Move move, Step step) {
    List<Field> u = state.fields(U);
    Guided g = correction.correct(bench, move, u, Optional.ofNullable(state.fields().get(CARRIED)));
    List<Field> clean = bench.each(i -> clip.apply(g.clean().get(i)));
    List<Field> anchor = g.noiseOf().orElse(clean);
    List<Field> next =
        bench.each(
            i -> {
              Field out = step.next(bench, i, move, u.get(i), clean.get(i), anchor.get(i));
              g.shift().ifPresent(shift -> out.add(shift.get(i)));
              return projection.project(bench, i, move, out);
            });
    State after = state.with(U, next).with(CLEAN, clean);
    return g.carried().map(on -> after.with(CARRIED, on)).orElse(after);
  }

  private State risen(Bench bench, State state, Move move) {
    double deviation = Math.sqrt(Math.pow(move.to().sigma(), 2) - Math.pow(move.from().sigma(), 2));
    return state.with(
        U,
        bench.each(
            i ->
                projection.project(
                    bench,
                    i,
                    move,
                    bench.normals(i, RISE).axpby(deviation, 1, state.fields(U).get(i)))));
  }

  @Override
  public List<ChainResult> result(State state) {
    return ChainResult.each(state.fields(CLEAN));
  }
}
