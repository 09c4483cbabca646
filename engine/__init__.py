"""The process engine: knows BPMN, storage and time; no Flask, no handlers, no service standard.

The door is `engine.process_engine.ProcessEngine`; the pure packages below (`expressions`, `dmn`, `calendars`,
`bpmn`, `forms`, `directories`) can be used alone, therefore nothing is imported here.
"""
