pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk
import NanZhou.Shell

// Whose kiosk this is, which one, and what time it is.
Rectangle {
    id: root
    readonly property bool low: width > 1500
    implicitHeight: low ? 128 : 176
    gradient: Gradient {
        GradientStop { position: 0; color: Theme.inkDeep }
        GradientStop { position: 1; color: Theme.ink }
    }
    SealDrawing {
        id: seal
        x: Theme.margin
        anchors { verticalCenter: parent.verticalCenter; verticalCenterOffset: -2 }
        width: root.low ? 80 : 92
        height: width
    }
    Column {
        anchors { left: seal.right; leftMargin: 26; verticalCenter: parent.verticalCenter; verticalCenterOffset: -2; right: time.left; rightMargin: 20 }
        spacing: root.low ? 0 : 4
        Text {
            width: parent.width
            text: qsTr("南中轴综合服务中心")
            font { family: Theme.serif; pixelSize: root.low ? 42 : 50; weight: Font.Bold }
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 30
            color: Theme.white
        }
        Text {
            width: parent.width
            text: qsTr("24 小时自助服务 · %1 区 %2 号机").arg(Shell.zone).arg(Shell.number)
            font { family: Theme.sans; pixelSize: 26 }
            color: Theme.whiteSoft
        }
    }
    Column {
        id: time
        anchors { right: parent.right; rightMargin: Theme.margin; verticalCenter: parent.verticalCenter; verticalCenterOffset: -2 }
        Text {
            objectName: "clock"
            anchors.right: parent.right
            text: Shell.clock
            font { family: Theme.sans; pixelSize: root.low ? 48 : 60; weight: Font.Medium }
            color: Theme.white
        }
        Text {
            anchors.right: parent.right
            text: Shell.language === "zh" ? Shell.day : Shell.dayEnglish
            font { family: Theme.sans; pixelSize: 24 }
            color: Theme.whiteSoft
        }
    }
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 5; color: Theme.gold }
}
