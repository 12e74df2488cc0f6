CreateObject("WScript.Shell").Run "calc.exe"
