package org.tweedie.api.spi.prior;

import org.tweedie.api.spi.Capable;

/**
 * What is known of images before they are measured: a card, and what it can do, asked for by type
 * ({@link Denoiser}, {@link DifferentiableDenoiser}, {@link Generator}, {@link ExactPosterior},
 * {@link PosteriorDenoiser}, {@link ColouredNoise}). A prior belongs to one thread at a time.
 */
public interface Prior extends Capable, AutoCloseable {
  /** What this prior is, was trained on, and is meant for. */
  PriorCard card();

  /** Frees what the prior holds; every later call but this one fails. */
  @Override
  void close();
}
