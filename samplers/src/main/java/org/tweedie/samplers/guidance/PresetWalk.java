package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.samplers.core.ImageRange;
import org.tweedie.samplers.core.Preset;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.levels.DdpmTable;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;

/** The two walks that every guided sampler offers, for images of the range on the prior's card. */
final class PresetWalk {
  // Ours, for images in [0, 1].
  private static final double SIGMA_MAX = 1;
  private static final double SIGMA_MIN = 0.01;

  private PresetWalk() {}

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

  /**
   * The walk of the papers: the DDPM table from noise alone.
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
   * Our walk for few steps: EDM's levels from 1 to 0.01 on images in [0, 1], ancestral, from noise
   * around a plain reconstruction.
   *
   * @param problem the problem
   * @param steps 1 to 1000
   * @param correction brings the data in
   */
  static GuidedSampling ours(Problem problem, int steps, Correction correction) {
    double width = ImageRange.of(problem).width();
    Schedule schedule = Schedule.edm(steps, SIGMA_MAX, SIGMA_MIN).times(width);
    return new GuidedSampling(
        // At low frequencies images have a standard deviation of about their width.
        Start.data(schedule.startDeviation(), width),
        Walk.down(schedule, Step.of(Transition.ancestral())),
        correction);
  }
}
