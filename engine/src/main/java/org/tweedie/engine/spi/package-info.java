/** Services that other modules contribute to programs built on the engine. */
package org.tweedie.engine.spi;
