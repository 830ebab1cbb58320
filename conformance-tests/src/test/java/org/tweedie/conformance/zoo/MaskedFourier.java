package org.tweedie.conformance.zoo;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/**
 * The correct twin of the faulty linear operators: every other coefficient of the unitary discrete
 * Fourier transform of a complex signal, weighted by a phase and a gain, with every capability in
 * closed form. Faults override one of its parts.
 */
class MaskedFourier
    implements LinearOperator,
        NormalSolve,
        PseudoInverse,
        SpectralDecomposition,
        NormalOperator,
        NormBound {
  static final double GAIN = 1.25;
  final int n;
  final int m;

  MaskedFourier(int n) {
    this.n = n;
    this.m = (n + 1) / 2;
  }

  @Override
  public Space domain() {
    return Space.complex(n);
  }

  @Override
  public Space range() {
    return Space.complex(m);
  }

  @Override
  public Field apply(Field x) {
    return sample(x.require(domain(), "the image"));
  }

  @Override
  public Field adjoint(Field u) {
    return spread(u.require(range(), "the measurement"));
  }

  /** Coefficient k = 2i of the transform, times the gain. */
  Field sample(Field x) {
    return kernel(x, m, n, -1, GAIN, true);
  }

  Field spread(Field u) {
    return kernel(u, n, m, +1, GAIN, false);
  }

  /** {@code out_p = gain/√n Σ_q in_q exp(sign·2πi·k·j/n)}, k even and sampled, j a position. */
  final Field kernel(Field in, int outputs, int inputs, int sign, double gain, boolean forward) {
    Field out = Field.zeros(Space.complex(outputs));
    for (int p = 0; p < outputs; p++) {
      double re = 0;
      double im = 0;
      for (int q = 0; q < inputs; q++) {
        long k = 2L * (forward ? p : q) * (forward ? q : p);
        double angle = sign * 2 * Math.PI * (k % n) / n + sign * 0.3;
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        re += c * in.data()[2 * q] - s * in.data()[2 * q + 1];
        im += s * in.data()[2 * q] + c * in.data()[2 * q + 1];
      }
      out.data()[2 * p] = (float) (gain * re / Math.sqrt(n));
      out.data()[2 * p + 1] = (float) (gain * im / Math.sqrt(n));
    }
    return out;
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public Solution solve(NormalSystem s) {
    // A*A = g² P with a projection P: (g²P + λ)⁻¹ = (1 − g²/(g² + λ) P)/λ.
    double g = GAIN * GAIN;
    Field pb = adjoint(apply(s.b())).scale(1 / g);
    Field x = s.b().copy().axpy(-g / (g + s.lambda()), pb).scale(1 / s.lambda());
    return Solution.of(x, 2, 0);
  }

  @Override
  public Field normal(Field x) {
    return spread(sample(x.require(domain(), "the image")));
  }

  @Override
  public Field pseudoInverse(Field y) {
    return adjoint(y).scale(1 / (GAIN * GAIN));
  }

  @Override
  public Space spectrum() {
    return domain();
  }

  @Override
  public Field singularValues() {
    Field s = Field.zeros(spectrum());
    for (int i = 0; i < n; i += 2) {
      s.data()[2 * i] = (float) GAIN;
      s.data()[2 * i + 1] = (float) GAIN;
    }
    return s;
  }

  @Override
  public Field analyse(Field x) {
    return full(x, -1);
  }

  @Override
  public Field synthesise(Field c) {
    return full(c, +1);
  }

  @Override
  public Field analyseData(Field y) {
    Field c = Field.zeros(spectrum());
    for (int i = 0; i < m; i++) {
      c.data()[4 * i] = y.data()[2 * i];
      c.data()[4 * i + 1] = y.data()[2 * i + 1];
    }
    return c;
  }

  private Field full(Field x, int sign) {
    Field c = Field.zeros(domain());
    for (int p = 0; p < n; p++) {
      double re = 0;
      double im = 0;
      for (int q = 0; q < n; q++) {
        double angle = sign * (2 * Math.PI * ((long) p * q % n) / n + 0.3);
        re += Math.cos(angle) * x.data()[2 * q] - Math.sin(angle) * x.data()[2 * q + 1];
        im += Math.sin(angle) * x.data()[2 * q] + Math.cos(angle) * x.data()[2 * q + 1];
      }
      c.data()[2 * p] = (float) (re / Math.sqrt(n));
      c.data()[2 * p + 1] = (float) (im / Math.sqrt(n));
    }
    return c;
  }

  @Override
  public double norm() {
    return GAIN;
  }

  /** The likelihood of data, which can be split into the even and the odd samples. */
  GaussianLikelihood likelihood(Field y, double sigma) {
    return new GaussianLikelihood(this, y, sigma)
        .with(
            OrderedSubsets.of(
                Math.min(m, 2),
                count ->
                    count == 1
                        ? List.of(new GaussianLikelihood(this, y, sigma))
                        : List.of(part(y, sigma, 0), part(y, sigma, 1))));
  }

  GaussianLikelihood part(Field y, double sigma, int index) {
    return new GaussianLikelihood(new Part(this, index), Part.take(y, index), sigma);
  }

  /** Every other sample. */
  private record Part(MaskedFourier whole, int index) implements LinearOperator {
    @Override
    public Space domain() {
      return whole.domain();
    }

    @Override
    public Space range() {
      return Space.complex((whole.m - index + 1) / 2);
    }

    @Override
    public Field apply(Field x) {
      return take(whole.apply(x), index);
    }

    @Override
    public Field adjoint(Field u) {
      Field y = Field.zeros(whole.range());
      for (int i = 0; i < u.space().size(); i++) {
        y.data()[2 * (2 * i + index)] = u.data()[2 * i];
        y.data()[2 * (2 * i + index) + 1] = u.data()[2 * i + 1];
      }
      return whole.adjoint(y);
    }

    static Field take(Field y, int index) {
      Field part = Field.zeros(Space.complex((y.space().size() - index + 1) / 2));
      for (int i = 0; i < part.space().size(); i++) {
        part.data()[2 * i] = y.data()[2 * (2 * i + index)];
        part.data()[2 * i + 1] = y.data()[2 * (2 * i + index) + 1];
      }
      return part;
    }
  }
}
