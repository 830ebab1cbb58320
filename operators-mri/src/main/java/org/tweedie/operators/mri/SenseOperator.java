package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.numerics.fft.Dft;
import org.tweedie.numerics.fft.Planes;
import org.tweedie.numerics.krylov.ConjugateGradients;
import org.tweedie.numerics.parallel.Parallel;

/**
 * Cartesian SENSE (Pruessmann, Weiger, Scheidegger, Boesiger, Magn. Reson. Med. 42, 1999): {@code
 * (Ax)_c = M F S_c x}, with coil sensitivities S_c, the unitary centred Fourier transform F and the
 * restriction M to the acquired samples. The adjoint is {@code A*u = Σ_c conj(S_c) F* M* u_c}.
 *
 * <p>Inside, images and sensitivities are kept with the centre of the grid at index 0, so that no
 * transform needs a shift, and the factor 1/√(ny·nx) of F is part of the sensitivities. Coils run
 * in parallel, in fixed groups that are summed in a fixed order: the result does not depend on the
 * number of threads.
 */
final class SenseOperator implements LinearOperator {
  /** Coils to one partial sum, once there are two sums: more groups would be more to add up. */
  private static final int GROUP = 4;

  private final SamplingPattern pattern;
  private final Space domain;
  private final Space range;
  private final int coils;
  private final Planes[] sensitivities;
  private final double norm;
  private final Optional<UnitaryCoil> unitary;
  private final double tolerance;
  private final int maxIterations;
  private final Dft first;
  private final Dft second;

  /** 1 at the acquired points, [point of the second axis][line]; empty for whole lines. */
  private final float[][] mask;

  /** The lines that hold no sample. */
  private final int[] emptyLines;

  private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param pattern the acquired samples
   * @param maps sensitivities, complex [coils, ny, nx]
   * @param tolerance relative residual at which a solve by conjugate gradients stops
   * @param maxIterations largest number of its iterations
   */
  SenseOperator(SamplingPattern pattern, Field maps, double tolerance, int maxIterations) {
    this.pattern = pattern;
    this.coils = maps.space().dim(0);
    this.domain = Space.complex(pattern.ny(), pattern.nx());
    this.range = Space.complex(coils, pattern.count());
    maps.require(Space.complex(coils, pattern.ny(), pattern.nx()), "the sensitivities");
    this.tolerance = tolerance;
    this.maxIterations = maxIterations;
    this.first = Dft.ofLength(pattern.firstExtent());
    this.second = Dft.ofLength(pattern.secondExtent());
    double scale = 1 / Math.sqrt((double) pattern.ny() * pattern.nx());
    this.sensitivities = new Planes[coils];
    for (int c = 0; c < coils; c++) {
      sensitivities[c] = new Planes(pattern.firstExtent(), pattern.secondExtent());
      load(maps.data(), 2 * c * domain.size(), sensitivities[c], (float) scale);
    }
    double[] power = Sensitivities.sumOfSquares(maps);
    this.norm = Math.sqrt(Arrays.stream(power).max().orElseThrow());
    boolean unit = coils == 1 && Arrays.stream(power).allMatch(p -> Math.abs(p - 1) < 1e-5);
    this.unitary = unit ? Optional.of(new UnitaryCoil(pattern, maps)) : Optional.empty();
    this.emptyLines =
        IntStream.range(0, pattern.firstExtent())
            .filter(i -> Arrays.stream(pattern.lines()).noneMatch(line -> line == i))
            .toArray();
    this.mask =
        new float[pattern.wholeLines() ? 0 : pattern.secondExtent()][pattern.lines().length];
    for (int j = 0; j < pattern.count() && mask.length > 0; j++) {
      mask[pattern.pointOfSample()[j]][pattern.lineOfSample()[j]] = 1;
    }
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
    Planes image = load(x.require(domain, "the image"));
    Field y = Field.zeros(range);
    Parallel.forEach(
        coils,
        c -> {
          Workspace w = take();
          encode(image, c, w);
          gather(w, y.data(), 2 * c * pattern.count());
          idle.push(w);
        });
    return y;
  }

  @Override
  public Field adjoint(Field u) {
    u.require(range, "the k-space samples");
    Planes out = new Planes(pattern.firstExtent(), pattern.secondExtent());
    sumOverCoils(
        (c, w, add) -> {
          scatter(u.data(), 2 * c * pattern.count(), w);
          decode(c, w, add);
        },
        out,
        1);
    return store(out);
  }

  /**
   * {@code A*A x} in one go, at less than the price of A and A*; counts as one application of each.
   *
   * @param x complex [ny, nx]
   * @return a new field in the same space
   * @throws ShapeMismatchException if x has another space
   */
  Field applyNormal(Field x) {
    Planes out = new Planes(pattern.firstExtent(), pattern.secondExtent());
    normal(load(x.require(domain, "the image")), 0, out);
    return store(out);
  }

  /**
   * {@code out ← A*A x + λx}: samples stay in place, and along lines that are sampled from end to
   * end the second transform and its inverse cancel.
   */
  private void normal(Planes x, double lambda, Planes out) {
    boolean cancel = pattern.wholeLines();
    sumOverCoils(
        (c, w, add) -> {
          if (cancel) {
            weight(x, c, w);
            first.forward(w.image.re(), w.image.im());
            decodeLines(c, w, add);
          } else {
            encode(x, c, w);
            maskSamples(w);
            decode(c, w, add);
          }
        },
        out,
        cancel ? pattern.secondExtent() : 1);
    for (int i = 0; i < out.rows() && lambda != 0; i++) {
      axpy((float) lambda, x.re()[i], out.re()[i]);
      axpy((float) lambda, x.im()[i], out.im()[i]);
    }
  }

  /**
   * {@code argmin ‖Ax − y‖² + λ‖x‖²} with {@code λ = weight · ‖A‖²}: the image is inversely
   * proportional to the scale of the sensitivities, and otherwise the same whatever it is.
   *
   * @param weight λ in units of ‖A‖², above 0
   * @param zeroFilled {@code A*y}, complex [ny, nx]
   */
  NormalSolve.Solution regularised(double weight, Field zeroFilled) {
    return capability(NormalSolve.class)
        .orElseThrow()
        .solve(NormalSystem.of(weight * norm * norm, zeroFilled));
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    if (type == NormBound.class) {
      return Optional.of(type.cast(new Bound(norm)));
    }
    if (type == NormalSolve.class) {
      NormalSolve solve = unitary.isPresent() ? unitary.get() : new Iteration();
      return Optional.of(type.cast(solve));
    }
    if (type == NormalOperator.class) {
      NormalOperator normal = this::applyNormal;
      return Optional.of(type.cast(normal));
    }
    if (type == PseudoInverse.class || type == SpectralDecomposition.class) {
      return unitary.map(type::cast);
    }
    return Optional.empty();
  }

  /** {@code ‖A‖² ≤ max Σ_c |S_c|²}: F is unitary and M a restriction. */
  private record Bound(double norm) implements NormBound {
    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }
  }

  private final class Iteration implements NormalSolve {
    @Override
    public Accuracy accuracy() {
      return Accuracy.iterative(tolerance);
    }

    @Override
    public Solution solve(NormalSystem s) {
      Field start = s.start().orElseGet(() -> Field.zeros(domain));
      boolean warm = start.require(domain, "the start").normSquared() > 0;
      Planes x = load(start);
      var end =
          ConjugateGradients.solve(
              (p, out) -> normal(Planes.over(p), s.lambda(), Planes.over(out)),
              load(s.b().require(domain, "the right-hand side")).all(),
              x.all(),
              new ConjugateGradients.Stop(
                  tolerance, s.error(), s.lambda(), Math.min(maxIterations, s.iterations())));
      int evaluations = 2 * (end.iterations() + (warm ? 1 : 0));
      return Solution.of(store(x), evaluations, end.relativeResidual());
    }
  }

  /** The storage that the transforms of one coil and the sum over a group of them need. */
  private static final class Workspace {
    final Planes image;
    final Planes lines;
    final Planes sum;

    Workspace(SamplingPattern pattern) {
      this.image = new Planes(pattern.firstExtent(), pattern.secondExtent());
      this.lines = new Planes(pattern.secondExtent(), pattern.lines().length);
      this.sum = new Planes(pattern.firstExtent(), pattern.secondExtent());
    }
  }

  private Workspace take() {
    Workspace w = idle.poll();
    return w == null ? new Workspace(pattern) : w;
  }

  private interface Coil {
    /** Adds the coil's image to {@code w.sum}, or puts it there. */
    void image(int coil, Workspace w, boolean add);
  }

  /** {@code out ← factor · Σ_c}. */
  private void sumOverCoils(Coil coil, Planes out, float factor) {
    int size = Math.min(GROUP, (coils + 1) / 2);
    Workspace[] groups = new Workspace[(coils + size - 1) / size];
    Parallel.forEach(
        groups.length,
        g -> {
          groups[g] = take();
          for (int c = g * size; c < Math.min(coils, (g + 1) * size); c++) {
            coil.image(c, groups[g], c > g * size);
          }
        });
    for (int i = 0; i < out.rows(); i++) {
      scale(factor, groups[0].sum.re()[i], out.re()[i]);
      scale(factor, groups[0].sum.im()[i], out.im()[i]);
      for (int g = 1; g < groups.length; g++) {
        axpy(factor, groups[g].sum.re()[i], out.re()[i]);
        axpy(factor, groups[g].sum.im()[i], out.im()[i]);
      }
    }
    for (Workspace w : groups) {
      idle.push(w);
    }
  }

  /** {@code w.lines ← F S_c x} on the lines that hold samples. */
  private void encode(Planes image, int c, Workspace w) {
    weight(image, c, w);
    first.forward(w.image.re(), w.image.im());
    w.image.rows(pattern.lines()).transposeInto(w.lines);
    second.forward(w.lines.re(), w.lines.im());
  }

  /** {@code w.sum ← conj(S_c) F* (w.lines)}, added to what is there or in its place. */
  private void decode(int c, Workspace w, boolean add) {
    second.inverse(w.lines.re(), w.lines.im());
    w.lines.transposeInto(w.image.rows(pattern.lines()));
    decodeLines(c, w, add);
  }

  /**
   * The last part of {@link #decode}: from the lines of {@code w.image}; its other rows are void.
   */
  private void decodeLines(int c, Workspace w, boolean add) {
    for (int line : emptyLines) {
      Arrays.fill(w.image.re()[line], 0);
      Arrays.fill(w.image.im()[line], 0);
    }
    first.inverse(w.image.re(), w.image.im());
    Planes s = sensitivities[c];
    for (int i = 0; i < pattern.firstExtent(); i++) {
      float[] re = w.sum.re()[i];
      float[] im = w.sum.im()[i];
      if (add) {
        addConjugateProduct(re, im, s.re()[i], s.im()[i], w.image.re()[i], w.image.im()[i]);
      } else {
        conjugateProduct(re, im, s.re()[i], s.im()[i], w.image.re()[i], w.image.im()[i]);
      }
    }
  }

  private void weight(Planes image, int c, Workspace w) {
    for (int i = 0; i < pattern.firstExtent(); i++) {
      multiply(
          w.image.re()[i],
          w.image.im()[i],
          sensitivities[c].re()[i],
          sensitivities[c].im()[i],
          image.re()[i],
          image.im()[i]);
    }
  }

  private static void multiply(
      float[] re, float[] im, float[] ar, float[] ai, float[] br, float[] bi) {
    for (int j = 0; j < re.length; j++) {
      float r = ar[j] * br[j] - ai[j] * bi[j];
      im[j] = ar[j] * bi[j] + ai[j] * br[j];
      re[j] = r;
    }
  }

  private static void conjugateProduct(
      float[] re, float[] im, float[] ar, float[] ai, float[] br, float[] bi) {
    for (int j = 0; j < re.length; j++) {
      float r = ar[j] * br[j] + ai[j] * bi[j];
      im[j] = ar[j] * bi[j] - ai[j] * br[j];
      re[j] = r;
    }
  }

  private static void addConjugateProduct(
      float[] re, float[] im, float[] ar, float[] ai, float[] br, float[] bi) {
    for (int j = 0; j < re.length; j++) {
      re[j] += ar[j] * br[j] + ai[j] * bi[j];
    }
    for (int j = 0; j < re.length; j++) {
      im[j] += ar[j] * bi[j] - ai[j] * br[j];
    }
  }

  private static void scale(float a, float[] x, float[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = a * x[j];
    }
  }

  private static void axpy(float a, float[] x, float[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += a * x[j];
    }
  }

  private void maskSamples(Workspace w) {
    for (int i = 0; i < mask.length; i++) {
      float[] m = mask[i];
      float[] re = w.lines.re()[i];
      float[] im = w.lines.im()[i];
      for (int j = 0; j < m.length; j++) {
        re[j] *= m[j];
      }
      for (int j = 0; j < m.length; j++) {
        im[j] *= m[j];
      }
    }
  }

  private void gather(Workspace w, float[] y, int offset) {
    int[] point = pattern.pointOfSample();
    int[] line = pattern.lineOfSample();
    for (int j = 0; j < point.length; j++) {
      y[offset + 2 * j] = w.lines.re()[point[j]][line[j]];
      y[offset + 2 * j + 1] = w.lines.im()[point[j]][line[j]];
    }
  }

  private void scatter(float[] u, int offset, Workspace w) {
    for (int i = 0; i < pattern.secondExtent(); i++) {
      Arrays.fill(w.lines.re()[i], 0);
      Arrays.fill(w.lines.im()[i], 0);
    }
    int[] point = pattern.pointOfSample();
    int[] line = pattern.lineOfSample();
    for (int j = 0; j < point.length; j++) {
      w.lines.re()[point[j]][line[j]] = u[offset + 2 * j];
      w.lines.im()[point[j]][line[j]] = u[offset + 2 * j + 1];
    }
  }

  private Planes load(Field x) {
    Planes planes = new Planes(pattern.firstExtent(), pattern.secondExtent());
    load(x.data(), 0, planes, 1);
    return planes;
  }

  /** From the centred image to planes with the centre at index 0, first axis first. */
  private void load(float[] x, int offset, Planes planes, float scale) {
    int na = planes.rows();
    int nb = planes.columns();
    for (int i = 0; i < na; i++) {
      float[] re = planes.re()[i];
      float[] im = planes.im()[i];
      for (int j = 0; j < nb; j++) {
        int k = offset + position(i, j, na, nb);
        re[j] = scale * x[k];
        im[j] = scale * x[k + 1];
      }
    }
  }

  /** The inverse of {@link #load}. */
  private Field store(Planes planes) {
    int na = pattern.firstExtent();
    int nb = pattern.secondExtent();
    Field out = Field.zeros(domain);
    for (int i = 0; i < na; i++) {
      float[] re = planes.re()[i];
      float[] im = planes.im()[i];
      for (int j = 0; j < nb; j++) {
        int k = position(i, j, na, nb);
        out.data()[k] = re[j];
        out.data()[k + 1] = im[j];
      }
    }
    return out;
  }

  /** Where the element (i, j) of the planes stands in an interleaved centred image. */
  private int position(int i, int j, int na, int nb) {
    int a = i + na / 2 < na ? i + na / 2 : i + na / 2 - na;
    int b = j + nb / 2 < nb ? j + nb / 2 : j + nb / 2 - nb;
    return pattern.columnsFirst() ? 2 * (b * na + a) : 2 * (a * nb + b);
  }
}
