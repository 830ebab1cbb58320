/** The few, typed failures of Tweedie: what was given, what was expected, what to do next. */
package org.tweedie.api.error;
