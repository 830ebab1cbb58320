package org.tweedie.api.spi.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class ChainResultTest {
  private static final double NEVER = Double.NEGATIVE_INFINITY;
  private static final Field A = Field.zeros(Space.real(1));
  private static final Field B = Field.zeros(Space.real(1)).fill(1);
  private static final Field C = Field.zeros(Space.real(1)).fill(2);

  private static double[] weights(ChainResult r) {
    double[] w = r.logWeights();
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.exp(w[i]);
    }
    return w;
  }

  @Test
  void oneSampleHasAllTheWeight() {
    ChainResult r = ChainResult.of(A);
    assertEquals(List.of(A), r.samples());
    assertArrayEquals(new double[] {0}, r.logWeights());
    assertEquals(OptionalDouble.empty(), r.logEvidence());
    assertEquals(Map.of(), r.unknowns());
    List<ChainResult> each = ChainResult.each(List.of(A, B));
    assertEquals(2, each.size());
    assertEquals(List.of(B), each.get(1).samples());
  }

  @Test
  void weightsSumToOneWithinTheChain() {
    double third = 1 / 3.0;
    assertArrayEquals(
        new double[] {third, third, third}, weights(ChainResult.of(List.of(A, B, C))), 1e-15);
    double[] odds = {Math.log(2), Math.log(5), Math.log(3)};
    double[] expected = {0.2, 0.5, 0.3};
    // A constant changes nothing, not even one beyond the range of exp.
    for (double constant : new double[] {0, 700, -5000, 1e6}) {
      double[] log = {odds[0] + constant, odds[1] + constant, odds[2] + constant};
      assertArrayEquals(expected, weights(ChainResult.weighted(List.of(A, B, C), log)), 1e-9);
    }
  }

  @Test
  void aSampleMayHaveNoWeight() {
    double[] log = {NEVER, -1234, NEVER};
    ChainResult r = ChainResult.weighted(List.of(A, B, C), log);
    assertArrayEquals(new double[] {NEVER, 0, NEVER}, r.logWeights());
  }

  @Test
  void weightsThatAreNoneAreRefused() {
    double infinite = Double.POSITIVE_INFINITY;
    for (double[] bad :
        new double[][] {
          {0, Double.NaN}, {Double.NaN, 0}, {NEVER, Double.NaN}, {0, infinite}, {NEVER, NEVER}, {0}
        }) {
      assertThrows(IllegalArgumentException.class, () -> ChainResult.weighted(List.of(A, B), bad));
    }
    assertThrows(IllegalArgumentException.class, () -> ChainResult.of(List.<Field>of()));
  }

  @Test
  void evidenceIsANumberOrMinusInfinity() {
    ChainResult r = ChainResult.of(A);
    assertEquals(OptionalDouble.of(-12.5), r.withLogEvidence(-12.5).logEvidence());
    assertEquals(OptionalDouble.of(NEVER), r.withLogEvidence(NEVER).logEvidence());
    assertTrue(r.logEvidence().isEmpty());
    assertThrows(IllegalArgumentException.class, () -> r.withLogEvidence(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> r.withLogEvidence(Double.POSITIVE_INFINITY));
  }

  @Test
  void unknownsComeOnePerSample() {
    ChainResult r = ChainResult.weighted(List.of(A, B), new double[] {0, 1}).withLogEvidence(3);
    ChainResult more = r.withUnknown("kernel", List.of(B, C)).withUnknown("angle", List.of(A, A));
    assertEquals(List.of(B, C), more.unknowns().get("kernel"));
    assertEquals(List.of("kernel", "angle"), List.copyOf(more.unknowns().keySet()));
    assertEquals(OptionalDouble.of(3), more.logEvidence());
    assertArrayEquals(r.logWeights(), more.logWeights());
    assertEquals(Map.of(), r.unknowns());
    assertThrows(IllegalArgumentException.class, () -> r.withUnknown("kernel", List.of(B)));
    assertThrows(UnsupportedOperationException.class, () -> more.unknowns().clear());
  }

  @Test
  void nobodyChangesAResult() {
    double[] log = {0, 0};
    ChainResult r = ChainResult.weighted(List.of(A, B), log);
    log[0] = 100;
    r.logWeights()[1] = 100;
    assertArrayEquals(new double[] {0.5, 0.5}, weights(r), 1e-15);
    assertThrows(UnsupportedOperationException.class, () -> r.samples().clear());
  }
}
