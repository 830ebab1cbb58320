package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/**
 * The law of a sampler's output by probing: with a Gaussian prior, a linear operator and an affine
 * method the output is {@code c + B z} with z all the standard normals that the run draws. Chain 0
 * gets zeros and shows c; chain j gets a unit impulse at draw j and shows a column of B.
 */
final class Probe {
  private static final int GROUP = 128; // chains at a time
  private final Map<Draw, Integer> draws;
  private final double[] offset;
  private final Matrix gain;

  private Probe(Map<Draw, Integer> draws, double[] offset, Matrix gain) {
    this.draws = draws;
    this.offset = offset;
    this.gain = gain;
  }

  /** One call of the noise source. */
  private record Draw(long step, Purpose purpose) {}

  /** Probes a sampler on a problem. */
  static Probe of(Sampler sampler, PreparedProblem problem) {
    Recorder zeros = new Recorder();
    double[] offset = Coordinates.of(Runs.samples(sampler, problem, Chains.of(1), zeros).get(0));
    int total = zeros.total;
    double[][] columns = new double[total][];
    for (int first = 0; first < total; first += GROUP) {
      int count = Math.min(GROUP, total - first);
      List<Field> samples =
          Runs.samples(sampler, problem, new Chains(1 + first, count), new Impulses(zeros.draws));
      for (int i = 0; i < count; i++) {
        double[] x = Coordinates.of(samples.get(i));
        columns[first + i] = difference(x, offset);
      }
    }
    Matrix gain =
        total == 0 ? Matrix.of(new double[offset.length][0]) : Matrix.of(columns).transpose();
    return new Probe(zeros.draws, offset, gain);
  }

  /** N(c, B·Bᵀ). */
  GaussianLaw law() {
    return new GaussianLaw(offset.clone(), gain.times(gain.transpose()).toArray());
  }

  /** The output that superposition predicts for a chain with this noise. */
  double[] predict(Noise noise, int chain, List<Integer> sizes) {
    double[] x = offset.clone();
    int i = 0;
    for (Map.Entry<Draw, Integer> d : draws.entrySet()) {
      Field z = Field.zeros(org.tweedie.api.field.Space.real(sizes.get(i++)));
      noise.normals(chain, d.getKey().step(), d.getKey().purpose(), z);
      for (int c = 0; c < z.data().length; c++) {
        for (int r = 0; r < x.length; r++) {
          x[r] += gain.get(r, d.getValue() + c) * z.data()[c];
        }
      }
    }
    return x;
  }

  /** The number of components of each draw, in order. */
  List<Integer> sizes() {
    List<Integer> all = new ArrayList<>();
    int before = -1;
    for (int start : draws.values()) {
      if (before >= 0) {
        all.add(start - before);
      }
      before = start;
    }
    if (before >= 0) {
      all.add(gain.columns() - before);
    }
    return all;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] d = a.clone();
    for (int i = 0; i < d.length; i++) {
      d[i] -= b[i];
    }
    return d;
  }

  private static void noUniform() {
    throw new Violation(
        "an affine function of normal noise",
        "a uniform number drawn",
        "accept and reject, or random levels: then the method is not affine and must not say so");
  }

  /** Zeros, and a note of what was asked for. */
  private static final class Recorder implements Noise {
    private final Map<Draw, Integer> draws = new LinkedHashMap<>();
    private int total;

    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      if (draws.putIfAbsent(new Draw(step, purpose), total) == null) {
        total += out.data().length;
      }
      return out.fill(0);
    }

    @Override
    public void uniforms(int chain, long step, Purpose purpose, double[] out) {
      noUniform();
    }
  }

  /** For chain j, 1 at the j-th scalar of the record, and 0 elsewhere. */
  private record Impulses(Map<Draw, Integer> draws) implements Noise {
    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      out.fill(0);
      Integer start = draws.get(new Draw(step, purpose));
      if (start == null) {
        throw new Violation(
            "the same draws in every chain",
            "a draw '" + purpose.name() + "' at step " + step + " that chain 0 did not make",
            "draws that depend on the state or on the chain");
      }
      int place = chain - 1 - start;
      if (place >= 0 && place < out.data().length) {
        out.data()[place] = 1;
      }
      return out;
    }

    @Override
    public void uniforms(int chain, long step, Purpose purpose, double[] out) {
      noUniform();
    }
  }
}
