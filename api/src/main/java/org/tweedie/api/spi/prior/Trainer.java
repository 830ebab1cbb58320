package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.option.OptionSpec;

/** Trains a prior on images. */
public interface Trainer {
  /** The options. */
  List<OptionSpec> options();

  /**
   * Trains and writes the model; resumes from the checkpoint beside it if there is one.
   *
   * @param training images, options, output and listener
   */
  void train(Training training);

  /** Hears of the progress of a training. */
  interface Listener {
    /**
     * One step is done.
     *
     * @param step steps done so far, from 1
     * @param steps steps planned
     * @param loss the loss of this step
     */
    void step(long step, long steps, double loss);

    /** True if the training should write its checkpoint and stop after this step. */
    boolean cancelled();
  }
}
