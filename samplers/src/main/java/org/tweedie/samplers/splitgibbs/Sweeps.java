package org.tweedie.samplers.splitgibbs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tweedie.samplers.levels.Transition;

/** The sweeps of DPnP: their couplings, and the levels of their denoising draws. */
final class Sweeps {
  /** The last level of the DDPM table, for images in [-1, 1]. */
  private static final double TABLE_END = 0.01;

  private Sweeps() {}

  /** A denoising draw for a coupling η and levels σ, falling from η. */
  @FunctionalInterface
  interface Draw {
    /** Makes it. */
    PriorDraw of(double eta, double[] sigmas);

    /** By the reverse diffusion. */
    static Draw stochastic(Transition update) {
      return (eta, sigmas) -> new StochasticDenoising(sigmas, update);
    }

    /** By the ODE of the shifted process. */
    static Draw deterministic() {
      return (eta, sigmas) -> new DeterministicDenoising(eta, 1, Grids.shifted(eta, sigmas));
    }
  }

  /** η held at its largest value, and then falling geometrically to its smallest. */
  static double[] couplings(double max, double min, int hold, int falling) {
    double[] etas = new double[hold + falling];
    Arrays.fill(etas, 0, hold, max);
    for (int i = 0; i < falling; i++) {
      etas[hold + i] = falling == 1 ? min : max * Math.pow(min / max, (double) i / (falling - 1));
    }
    return etas;
  }

  /**
   * As released: levels of the DDPM table.
   *
   * @param etas in the prior's units
   * @param budget evaluations in all, at least one a sweep; empty for every level of the table
   * @param deterministic which of the two draws
   * @param unit half the width of the range of the images, which is 1 in the table's units
   */
  static List<SplitGibbs.Sweep> released(
      double[] etas, OptionalInt budget, boolean deterministic, double unit) {
    List<SplitGibbs.Sweep> sweeps = new ArrayList<>();
    int[] shares = budget.isPresent() ? shares(etas, unit * TABLE_END, budget.getAsInt()) : null;
    for (int i = 0; i < etas.length; i++) {
      double eta = etas[i] / unit;
      double[] full = deterministic ? Grids.shiftedTable(eta) : Grids.table(eta);
      double[] grid = shares == null ? full : Grids.thinned(full, shares[i]);
      sweeps.add(
          new SplitGibbs.Sweep(
              etas[i],
              deterministic
                  ? new DeterministicDenoising(eta, unit, grid)
                  : new StochasticDenoising(
                      Arrays.stream(grid).map(s -> unit * s).toArray(),
                      StochasticDenoising.squareRoot())));
    }
    return sweeps;
  }

  /**
   * Ours: EDM's levels, which begin at η exactly.
   *
   * @param etas in the prior's units
   * @param budget evaluations in all, at least one a sweep
   * @param sigmaMin last level of a draw
   * @param draw makes the draws
   */
  static List<SplitGibbs.Sweep> spread(double[] etas, int budget, double sigmaMin, Draw draw) {
    List<SplitGibbs.Sweep> sweeps = new ArrayList<>();
    int[] shares = shares(etas, sigmaMin, budget);
    for (int i = 0; i < etas.length; i++) {
      sweeps.add(
          new SplitGibbs.Sweep(etas[i], draw.of(etas[i], Grids.edm(etas[i], sigmaMin, shares[i]))));
    }
    return sweeps;
  }

  /**
   * Spreads the budget: one evaluation a sweep, and the rest in proportion to the octaves from η
   * down to σ_min.
   */
  private static int[] shares(double[] etas, double sigmaMin, int budget) {
    double[] weight =
        Arrays.stream(etas).map(e -> Math.log1p(Math.max(0, e / sigmaMin - 1))).toArray();
    double total = Arrays.stream(weight).sum();
    int[] shares = new int[etas.length];
    double cumulated = 0;
    int given = 0;
    for (int i = 0; i < etas.length; i++) {
      cumulated += total > 0 ? weight[i] / total : 1.0 / etas.length;
      // Rounding the cumulated share makes the sum come out exactly.
      int upTo = (int) Math.round(cumulated * (budget - etas.length));
      shares[i] = 1 + upTo - given;
      given = upTo;
    }
    return shares;
  }
}
