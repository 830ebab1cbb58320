package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.samplers.levels.Level;
import org.tweedie.samplers.levels.Schedule;

/**
 * The plan of a guided sampler: moves, each of which begins where the one before ended. A level may
 * be visited several times: predictor and corrector, or time travel, which goes up again.
 *
 * @param moves at least one
 */
record Walk(List<Move> moves) {
  /** Checks that the moves join. */
  Walk {
    moves = List.copyOf(moves);
    for (int i = 1; i < moves.size(); i++) {
      Level end = moves.get(i - 1).to();
      if (!end.equals(moves.get(i).from())) {
        throw new IllegalArgumentException(
            "move "
                + i
                + " begins at "
                + moves.get(i).from()
                + " and the one before ends at "
                + end);
      }
    }
  }

  /** Straight down the levels of a schedule to no noise. */
  static Walk down(Schedule schedule, Step step) {
    return new Walk(
        IntStream.range(0, schedule.steps())
            .mapToObj(i -> Move.by(step, schedule.level(i), schedule.level(i + 1)))
            .toList());
  }
}
