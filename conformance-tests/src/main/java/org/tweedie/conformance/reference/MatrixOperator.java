package org.tweedie.conformance.reference;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/**
 * A dense matrix between the real components of two spaces, with every capability in closed form:
 * the test bench of the sampler rules.
 */
public class MatrixOperator
    implements LinearOperator, NormalSolve, PseudoInverse, SpectralDecomposition, NormBound {
  private static final double RANK_TOLERANCE = 1e-6; // relative; squaring A costs half the digits
  private final Space domain;
  private final Space range;
  private final Matrix a;
  private final Eigen eigen;
  private final double[] singular;

  /**
   * @param domain the space of the images
   * @param range the space of the measurements
   * @param a one row per real component of the range, one column per component of the domain
   */
  public MatrixOperator(Space domain, Space range, Matrix a) {
    if (a.rows() != range.components() || a.columns() != domain.components()) {
      throw new IllegalArgumentException(
          a.rows() + " x " + a.columns() + " does not map " + domain + " to " + range);
    }
    this.domain = domain;
    this.range = range;
    this.a = a;
    this.eigen = a.transpose().times(a).eigen();
    this.singular = new double[a.columns()];
    double largest = 0;
    for (double v : eigen.values()) {
      largest = Math.max(largest, Math.sqrt(Math.max(0, v)));
    }
    for (int i = 0; i < singular.length; i++) {
      double s = Math.sqrt(Math.max(0, eigen.values()[i]));
      singular[i] = s > RANK_TOLERANCE * largest ? s : 0;
    }
  }

  /** The matrix. */
  public final Matrix matrix() {
    return a;
  }

  @Override
  public Space domain() {
    return domain;
  }

  @Override
  public Space range() {
    return range;
  }

  @Override
  public Field apply(Field x) {
    return map(a, x.require(domain, "the image"), range);
  }

  @Override
  public Field adjoint(Field u) {
    return map(a.transpose(), u.require(range, "the measurement"), domain);
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public Solution solve(NormalSystem s) {
    Field b = s.b().require(domain, "the right-hand side");
    double[] c = eigen.vectors().transpose().times(Coordinates.of(b));
    for (int i = 0; i < c.length; i++) {
      c[i] /= Math.max(0, eigen.values()[i]) + s.lambda();
    }
    return Solution.of(Coordinates.field(domain, eigen.vectors().times(c)), 0, 0);
  }

  @Override
  public Field pseudoInverse(Field y) {
    double[] c = Coordinates.of(analyseData(y));
    for (int i = 0; i < c.length; i++) {
      c[i] = singular[i] > 0 ? c[i] / singular[i] : 0;
    }
    return Coordinates.field(domain, eigen.vectors().times(c));
  }

  @Override
  public Space spectrum() {
    return Space.real(domain.components());
  }

  @Override
  public Field singularValues() {
    return Coordinates.field(spectrum(), singular);
  }

  @Override
  public Field analyse(Field x) {
    return map(eigen.vectors().transpose(), x.require(domain, "the image"), spectrum());
  }

  @Override
  public Field synthesise(Field c) {
    return map(eigen.vectors(), c.require(spectrum(), "the coefficients"), domain);
  }

  @Override
  public Field analyseData(Field y) {
    // U*y = Σ⁺V*A*y
    double[] c =
        eigen
            .vectors()
            .transpose()
            .times(a.transpose().times(Coordinates.of(y.require(range, "the measurement"))));
    for (int i = 0; i < c.length; i++) {
      c[i] = singular[i] > 0 ? c[i] / singular[i] : 0;
    }
    return Coordinates.field(spectrum(), c);
  }

  @Override
  public double norm() {
    double largest = 0;
    for (double s : singular) {
      largest = Math.max(largest, s);
    }
    return largest * (1 + 1e-6); // an upper bound after rounding to float
  }

  private static Field map(Matrix m, Field x, Space to) {
    return Coordinates.field(to, m.times(Coordinates.of(x)));
  }
}
