package org.tweedie.operators.mri;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.numerics.fft.CentredFft;

/**
 * The closed forms of one coil with |S| = 1: {@code A = M (F S)} with F S unitary, so {@code AA* =
 * I}, the right singular vectors are the rows of F S, and the singular values are 1 at the acquired
 * points and 0 elsewhere.
 */
final class UnitaryCoil implements SpectralDecomposition, NormalSolve, PseudoInverse {
  private final SamplingPattern pattern;
  private final Space space;
  private final Field map;
  private final Field singularValues;

  /**
   * @param pattern the acquired samples
   * @param map complex [1, ny, nx], of magnitude 1
   */
  UnitaryCoil(SamplingPattern pattern, Field map) {
    this.pattern = pattern;
    this.space = Space.complex(pattern.ny(), pattern.nx());
    this.map = Field.wrap(space, map.data());
    this.singularValues = Field.zeros(space);
    for (int s : pattern.samples()) {
      singularValues.data()[2 * s] = 1;
      singularValues.data()[2 * s + 1] = 1;
    }
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public Space spectrum() {
    return space;
  }

  @Override
  public Field singularValues() {
    return singularValues.copy();
  }

  @Override
  public Field analyse(Field x) {
    return CentredFft.forward(Sensitivities.multiply(map, x.require(space, "the image")));
  }

  @Override
  public Field synthesise(Field c) {
    return Sensitivities.multiplyConjugate(
        map, CentredFft.inverse(c.require(space, "the spectrum")));
  }

  @Override
  public Field analyseData(Field y) {
    y.require(Space.complex(1, pattern.count()), "the k-space samples");
    return Field.wrap(space, pattern.scatter(y).data());
  }

  /** {@code A⁺ = A*}, as AA* = I. */
  @Override
  public Field pseudoInverse(Field y) {
    return synthesise(analyseData(y));
  }

  /** {@code (A*A + λI)⁻¹ = (F S)* (M + λ)⁻¹ F S}, M diagonal. Costs no application of A or A*. */
  @Override
  public Solution solve(NormalSystem s) {
    Field c = analyse(s.b());
    float[] d = c.data();
    float[] m = singularValues.data();
    for (int i = 0; i < d.length; i++) {
      d[i] = (float) (d[i] / (m[i] + s.lambda()));
    }
    return Solution.of(synthesise(c), 0, 0);
  }
}
