package org.tweedie.numerics.krylov;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;

/**
 * Conjugate gradients for {@code M x = b} with M self-adjoint and positive for the real inner
 * product (Hestenes and Stiefel, 1952). Vectors are float32, scalars double.
 */
public final class ConjugateGradients {
  private ConjugateGradients() {}

  /**
   * Where an iteration ended.
   *
   * @param x the last iterate
   * @param iterations applications of M within the iteration; the warm start costs one more
   * @param relativeResidual {@code ‖M x − b‖ / ‖b‖} by recurrence; 0 if b is 0
   */
  public record Solution(Field x, int iterations, double relativeResidual) {}

  /**
   * How an iteration ended.
   *
   * @param iterations applications of M within the iteration; the warm start costs one more
   * @param relativeResidual {@code ‖M x − b‖ / ‖b‖} by recurrence; 0 if b is 0
   */
  public record Ending(int iterations, double relativeResidual) {}

  /**
   * When an iteration ends; whichever comes first.
   *
   * @param relativeResidual {@code ‖M x − b‖ / ‖b‖} to reach, at least 0
   * @param error {@code √⟨e, M e⟩} of the error e = x − M⁻¹b to reach, at least 0. An iteration
   *     that ends for it has made two steps or more, the last two of which together took no more
   *     than that from the error, and the error is certainly below 1.4 times this, and mostly below
   *     it (up to rounding, and if the smallest eigenvalue is known: see {@link Progress})
   * @param smallest a number above 0 that no eigenvalue of M is below, the λ of {@code A*A + λI};
   *     or 0 if none is known, and then nothing is certain
   * @param iterations at most so many, at least 0
   */
  public record Stop(double relativeResidual, double error, double smallest, int iterations) {
    /** Without a bound on the eigenvalues. */
    public Stop(double relativeResidual, double error, int iterations) {
      this(relativeResidual, error, 0, iterations);
    }

    /** After so many iterations, or at the solution itself. */
    public static Stop after(int iterations) {
      return new Stop(0, 0, iterations);
    }
  }

  /** M on vectors that are held as rows, in whatever order. */
  @FunctionalInterface
  public interface OnRows {
    /**
     * {@code out ← M x}.
     *
     * @param x not written to
     * @param out as many rows of the same lengths
     */
    void apply(float[][] x, float[][] out);
  }

  /**
   * Iterates until it may stop.
   *
   * @param m the operator; returns a new field and leaves its argument alone
   * @param b the right-hand side; not written to
   * @param start the first iterate; not written to. A start of 0 costs no application of M
   * @param stop when to stop
   */
  public static Solution solve(UnaryOperator<Field> m, Field b, Field start, Stop stop) {
    return solveAll(x -> List.of(m.apply(x.get(0))), List.of(b), List.of(start), stop).get(0);
  }

  /**
   * Iterates on several systems side by side, for an operator that is cheaper on a batch. Nothing
   * couples them: each has its own step lengths and its own end, and its solution is the one that
   * it has alone, as far as M does not couple them.
   *
   * @param m the operator on a batch; returns as many new fields and leaves its argument alone. It
   *     is applied to all members until the last has ended; what it gives for others is ignored
   * @param b the right-hand sides; not written to
   * @param start the first iterates; not written to. Starts that are all 0 cost no application of M
   * @param stop when each stops
   */
  public static List<Solution> solveAll(
      UnaryOperator<List<Field>> m, List<Field> b, List<Field> start, Stop stop) {
    List<Progress> all = new ArrayList<>();
    boolean warm = start.stream().anyMatch(x -> x.normSquared() > 0);
    List<Field> images = warm ? m.apply(start) : List.of();
    for (int i = 0; i < b.size(); i++) {
      float[][] x = {start.get(i).data().clone()};
      float[][] r = {b.get(i).data().clone()};
      double scale = Math.sqrt(Rows.dot(r, r));
      if (warm) {
        Rows.subtract(r, new float[][] {images.get(i).data()});
      }
      all.add(new Progress(x, r, scale, stop));
    }
    while (all.stream().anyMatch(Progress::goesOn)) {
      List<Field> directions = new ArrayList<>();
      for (int i = 0; i < b.size(); i++) {
        directions.add(Field.wrap(b.get(i).space(), all.get(i).direction()[0]));
      }
      images = m.apply(directions);
      for (int i = 0; i < b.size(); i++) {
        if (all.get(i).goesOn()) {
          all.get(i).advance(new float[][] {images.get(i).data()});
        }
      }
    }
    List<Solution> out = new ArrayList<>();
    for (int i = 0; i < b.size(); i++) {
      Ending e = all.get(i).ending();
      Field x = Field.wrap(b.get(i).space(), all.get(i).iterate()[0]);
      out.add(new Solution(x, e.iterations(), e.relativeResidual()));
    }
    return out;
  }

  /**
   * Iterates on vectors that are held as rows of equal length, without a copy of any but its own.
   *
   * @param m the operator
   * @param b the right-hand side; not written to
   * @param x the first iterate, replaced by the last. A start of 0 costs no application of M
   * @param stop when to stop
   */
  public static Ending solve(OnRows m, float[][] b, float[][] x, Stop stop) {
    float[][] r = Rows.copy(b);
    float[][] image = Arrays.stream(b).map(row -> new float[row.length]).toArray(float[][]::new);
    if (Rows.dot(x, x) > 0) {
      m.apply(x, image);
      Rows.subtract(r, image);
    }
    Progress progress = new Progress(x, r, Math.sqrt(Rows.dot(b, b)), stop);
    while (progress.goesOn()) {
      m.apply(progress.direction(), image);
      progress.advance(image);
    }
    return progress.ending();
  }
}
