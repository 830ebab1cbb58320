package org.tweedie.priors.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.TweedieException;

/**
 * The one door to the native library: starts it, keeps its exceptions from crossing, and switches
 * the recording of gradients.
 */
final class Torch {
  private static final Pattern DEVICE = Pattern.compile("cpu|auto|gpu(:\\d{1,3})?");

  private Torch() {}

  /** True for {@code cpu}, {@code gpu}, {@code gpu:N} and {@code auto}. */
  static boolean isDevice(String name) {
    return DEVICE.matcher(name).matches();
  }

  /**
   * A fresh manager of memory on a device, child of the system's; starts the native library on the
   * first call.
   *
   * @param device {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto}: the first gpu if there
   *     is one
   * @throws ResourceException if the library or the device is not there
   */
  static NDManager open(String device) {
    return call(
        "the native library for network priors cannot be started",
        "run Tweedie's image, or put pytorch-jni and pytorch-native-cpu for this platform on the"
            + " class path",
        () -> {
          Engine engine = engine();
          int gpus = device.equals("cpu") ? 0 : engine.getGpuCount();
          if (device.equals("cpu") || (device.equals("auto") && gpus == 0)) {
            return engine.newBaseManager(Device.cpu());
          }
          int number = device.startsWith("gpu:") ? Integer.parseInt(device.substring(4)) : 0;
          if (number >= gpus) {
            throw new ResourceException(
                "the device '" + device + "' is not there: the library sees " + gpus + " gpus",
                "choose cpu or auto, or install a build of the library for this gpu");
          }
          return engine.newBaseManager(Device.gpu(number));
        });
  }

  // Services are looked up through the context class loader: from a plug-in or a thread of a server
  // that would be another one's. Offline stops downloads and the library's call home.
  private static Engine engine() {
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Torch.class.getClassLoader());
    try {
      return Engine.getEngine("PyTorch");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Runs work on the library.
   *
   * @throws ResourceException in place of whatever the library throws
   */
  static <T> T call(Supplier<T> work) {
    return call(
        "the native library for network priors failed",
        "use a smaller batch if memory ran out, else report this with the cause below it",
        work);
  }

  private static <T> T call(String problem, String remedy, Supplier<T> work) {
    try {
      return work.get();
    } catch (TweedieException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new ResourceException(
          "Java's memory ran out in a network prior",
          "use a smaller batch, crop or network, or give Java more memory (-Xmx)",
          e);
    } catch (RuntimeException | LinkageError e) {
      throw new ResourceException(problem + " (" + firstLine(e) + ")", remedy, e);
    }
  }

  private static String firstLine(Throwable e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    return text.lines().findFirst().orElse(text).strip();
  }

  /**
   * Runs work while operations on arrays that want gradients are recorded. The switch is this
   * thread's own, unlike the library's GradientCollector, of which a process can have only one.
   */
  static <T> T recording(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** Runs work without recording. */
  static <T> T plain(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * Adds the vector-Jacobian product of {@code y} with {@code v} to the gradients of the leaves.
   *
   * @param keep true if more products on this graph will follow
   */
  static void backward(NDArray y, NDArray v, boolean keep) {
    JniUtils.backward((PtNDArray) y, (PtNDArray) v, keep, false);
  }

  /** Sets the gradient of a leaf to zero: the library adds every product to what is there. */
  static void clearGradient(NDArray leaf) {
    JniUtils.zeroGrad((PtNDArray) leaf);
  }
}
