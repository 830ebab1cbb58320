package org.tweedie.api.spi.sampler;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.noise.Noise;

/** A posterior sampling method with its options bound; immutable, makes runs. */
public interface Sampler {
  /** What the method claims of its output's law, with these options. */
  Exactness exactness();

  /** What it needs, with these options; all are checked before the first step. */
  List<Requirement> requirements();

  /**
   * The law of one chain's output on a linear-Gaussian problem with a Gaussian prior, predicted in
   * double precision from the paper's equations, not from the code of the run; empty if the method
   * is not affine with these options or nobody has derived it.
   */
  default Optional<LawPredictor> law() {
    return Optional.empty();
  }

  /**
   * Starts a run. Draws its first state at step 0; the caller closes the run.
   *
   * @param problem what to sample
   * @param chains which chains
   * @param noise the only source of randomness
   * @throws org.tweedie.api.error.UnsupportedProblemException if a requirement is not met
   */
  Run begin(Problem problem, Chains chains, Noise noise);

  /**
   * Continues a run that was saved; with the same noise the outcome is that of a run that was never
   * interrupted.
   *
   * @param problem the same problem
   * @param chains the same chains
   * @param noise the same noise
   * @param state what {@link Run#save} wrote
   * @throws org.tweedie.api.error.StateMismatchException if the state lacks what this method saves
   */
  Run resume(Problem problem, Chains chains, Noise noise, SavedState state);
}
