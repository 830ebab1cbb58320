package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.sampler.Problem;

/** The counter that every other count is held against. */
class TapTest {
  @Test
  void losesNoEvaluationOfSeveralThreads() {
    Tap tap = new Tap();
    Problem problem = tap.on(LawProblem.real()).problem();
    LinearOperator a =
        problem.likelihood().capability(LinearGaussian.class).orElseThrow().operator();
    Field x = Field.zeros(a.domain());
    IntStream.range(0, 200_000).parallel().forEach(i -> a.apply(x));
    assertEquals(200_000, tap.operatorEvaluations.get());
  }
}
