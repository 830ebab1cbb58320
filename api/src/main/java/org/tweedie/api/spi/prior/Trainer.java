package org.tweedie.api.spi.prior;

import java.nio.file.Path;
import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;

/** Trains a prior on images. */
public interface Trainer {
  /** The options. */
  List<OptionSpec> options();

  /**
   * Trains and writes the model; resumes from the checkpoint beside it if there is one.
   *
   * @param images training images in [0, 1], real or complex, of any sizes
   * @param options bound to {@link #options()}
   * @param output the model file to write
   * @param listener hears of every step
   */
  void train(List<Field> images, Options options, Path output, Listener listener);

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
