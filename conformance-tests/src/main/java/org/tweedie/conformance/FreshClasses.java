package org.tweedie.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads a provider a second time, with its own classes and those of its libraries, so that their
 * static initialisers run again: what they did when the first one was made nobody saw. Java's own
 * classes and those of the api are shared.
 */
final class FreshClasses extends ClassLoader {
  private final Map<String, byte[]> bytes;
  private int defined;
  private boolean readResources;

  private FreshClasses(ClassLoader parent, Map<String, byte[]> bytes) {
    super(parent);
    this.bytes = bytes;
  }

  /** For the classes that the loader of a class sees. */
  static FreshClasses of(Class<?> type) {
    return new FreshClasses(type.getClassLoader(), new HashMap<>());
  }

  /** For the same classes once more, without reading their files again. */
  FreshClasses again() {
    return new FreshClasses(getParent(), bytes);
  }

  /** How many classes have been loaded. */
  int defined() {
    return defined;
  }

  /** Whether a resource was asked for: that may read the module's own jar. */
  boolean readResources() {
    return readResources;
  }

  @Override
  public java.net.URL getResource(String name) {
    readResources = true;
    return super.getResource(name);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      Class<?> shared = shared(name);
      return shared != null ? shared : define(name);
    }
  }

  private Class<?> shared(String name) throws ClassNotFoundException {
    if (name.startsWith("org.tweedie.api.")) {
      return getParent().loadClass(name);
    }
    try {
      // The platform's loader hands out modules of the application too.
      Class<?> c = getPlatformClassLoader().loadClass(name);
      ClassLoader loader = c.getClassLoader();
      return loader == null || loader == getPlatformClassLoader() ? c : null;
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] b = bytes.get(name);
    if (b == null) {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        b = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
      bytes.put(name, b);
    }
    defined++;
    return defineClass(name, b, 0, b.length);
  }
}
